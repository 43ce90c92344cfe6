import { Checkbox, Fieldset } from '@digdir/designsystemet-react';

interface BoxesProps {
  legend: string;
  description?: string;
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  error?: string | undefined;
  onChange: (chosen: string[]) => void;
}

/** Several of a few words. The order of the options is kept. */
export function Boxes({ legend, description, options, chosen, error, onChange }: BoxesProps) {
  return (
    <Fieldset data-size="sm">
      <Fieldset.Legend>{legend}</Fieldset.Legend>
      {description !== undefined && <Fieldset.Description>{description}</Fieldset.Description>}
      <div className="boxes">
        {options.map(({ value, label }) => (
          <Checkbox
            key={value}
            value={value}
            label={label}
            checked={chosen.includes(value)}
            aria-invalid={error !== undefined || undefined}
            onChange={(event) => {
              const ticked = event.target.checked;
              onChange(
                options.map((one) => one.value).filter((one) => (one === value ? ticked : chosen.includes(one))),
              );
            }}
          />
        ))}
      </div>
      <div role="alert">{error !== undefined && <p className="field-error">{error}</p>}</div>
    </Fieldset>
  );
}
