import type { I18n } from '../../app/i18n';
import type { OnboardedCentre } from '../../admin/shapes';

/** A centre as it is chosen for a partner. */
export type CentreChoice = Pick<OnboardedCentre, 'id' | 'name' | 'active'>;

/** The name of a field two coordinators changed at once. */
export function fieldName({ t }: I18n, field: string): string {
  switch (field) {
    case 'name':
      return t('desk.admin.word.name');
    case 'contact':
      return t('desk.partner.contact');
    case 'scopes':
      return t('desk.partner.scopes');
    case 'centres':
      return t('desk.partner.centres');
    case 'quota':
      return t('desk.partner.quota');
    default:
      return field;
  }
}

/** A value of such a field in words. */
export function fieldText(i18n: I18n, field: string, value: unknown, centres: readonly CentreChoice[]): string {
  const { t, name } = i18n;
  if (field === 'centres' && value === 'all') return t('desk.partner.centres_all');
  if (Array.isArray(value)) {
    const words = value.map((one) =>
      field === 'centres' ? centreName(String(one), centres) : scopeText(i18n, String(one)),
    );
    return words.length === 0 ? t('desk.partner.nothing') : words.join(', ');
  }
  if (field === 'quota') return name('desk.partner.quota', String(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A scope in words. */
export function scopeText({ name }: I18n, scope: string): string {
  return name('desk.partner.scope', scope);
}

/** A call in words, or as the API names it. */
export function operationText({ name }: I18n, operation: string): string {
  return name('desk.partner.operation', operation);
}

/** The centres to choose from: those that take part, and archived ones that are chosen already. */
export function choicesOf(centres: readonly CentreChoice[], chosen: readonly string[]): CentreChoice[] {
  return centres
    .filter(({ id, active }) => active || chosen.includes(id))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'nb'));
}

/** A centre a partner may ask about, for an example. */
export function exampleCentre(
  chosen: readonly string[] | undefined,
  centres: readonly CentreChoice[],
): string | undefined {
  return centres.find(({ id, active }) => active && (chosen === undefined || chosen.includes(id)))?.id;
}

function centreName(id: string, centres: readonly CentreChoice[]): string {
  return centres.find((centre) => centre.id === id)?.name ?? id;
}
