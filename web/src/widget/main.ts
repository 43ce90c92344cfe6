import { VeiviserChat } from './element';

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.src !== '') VeiviserChat.home = new URL('.', script.src);
if (customElements.get('veiviser-chat') === undefined) customElements.define('veiviser-chat', VeiviserChat);
