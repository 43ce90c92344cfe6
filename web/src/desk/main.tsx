import '@fontsource-variable/inter';
import '@digdir/designsystemet-css';
import '@digdir/designsystemet-css/theme';
import './desk.css';
import './layout.css';
import './chats.css';
import './admin/admin.css';
import './admin/hours.css';
import './admin/preview.css';
import { createRoot } from 'react-dom/client';
import { Root } from './app/Root';

const place = document.getElementById('desk');
if (place) createRoot(place).render(<Root />);
