import type { SectionProps } from '../section';
import { LoginRuleForm } from './LoginRuleForm';

/** How the people of the centre log in. */
export function LoginSection({ admin }: SectionProps) {
  return <LoginRuleForm api={admin.loginRule} />;
}
