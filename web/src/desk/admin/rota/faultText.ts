import type { I18n } from '../../app/i18n';
import { refusedFields } from '../parts/useTask';
import type { ShiftFault } from './draft';
import type { ShiftFormState } from './useShiftForm';

/** What is wrong in a field, once it may be told: what is only missing is told when it was asked to be saved. */
export function faultText({ t }: I18n, form: ShiftFormState, faults: readonly ShiftFault[], field: string) {
  const found = faults.find((one) => form.faults.has(one) && (form.asked || !one.endsWith('_missing')));
  if (found) return t(`desk.rota.fault_${found}`);
  return refusedFields(form.task.problem).has(field) ? t('desk.admin.refused') : undefined;
}
