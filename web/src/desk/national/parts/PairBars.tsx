import { Table } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { useI18n } from '../../app/i18n';
import { lengthOf, mostOf } from './scale';

export interface BarRow {
  key: string;
  name: string;
  /** The name below a column, where there is little room. */
  short?: string;
  /** One value of each series; what is not known has no bar. */
  values: readonly (number | undefined)[];
}

interface PairBarsProps {
  title: string;
  /** What the rows are. */
  first: string;
  series: readonly string[];
  rows: readonly BarRow[];
  textOf: (value: number) => string;
  /** The same where there is little room. */
  shortOf?: (value: number) => string;
  /** How each series is drawn, where it is not in their order: filled, outlined, dashed. */
  looks?: readonly number[];
}

const FILLED_FIRST = [0, 1, 2];

/** Bars of two or three series beside each other, and the same as a table. */
export function PairBars(props: PairBarsProps) {
  const { series, rows, textOf, shortOf = textOf, looks = FILLED_FIRST } = props;
  const most = mostOf(rows.flatMap(({ values }) => values));
  return (
    <figure className="plot pair-plot">
      <div className="pair-rows" aria-hidden="true">
        {rows.map((row) => (
          <div key={row.key} className="pair-row">
            <span className="pair-name">{row.name}</span>
            <span className="pair-bars">
              {row.values.map((value, place) => (
                <span key={series[place]} className="pair-line">
                  <span className="pair-room">
                    {value !== undefined && value > 0 && (
                      <span
                        className="pair-bar"
                        data-series={looks[place]}
                        style={{ inlineSize: `${lengthOf(value, most)}%` }}
                      />
                    )}
                  </span>
                  <span className="pair-value">{value === undefined ? '–' : shortOf(value)}</span>
                </span>
              ))}
            </span>
          </div>
        ))}
      </div>
      <figcaption>
        <SeriesLegend series={series} looks={looks} />
        <PlotTable {...props} />
      </figcaption>
    </figure>
  );
}

/** Which bar is which. */
export function SeriesLegend({ series, looks = FILLED_FIRST }: Pick<PairBarsProps, 'series' | 'looks'>) {
  return (
    <ul className="legend" aria-hidden="true">
      {series.map((name, place) => (
        <li key={name}>
          <span className="legend-key pair-bar" data-series={looks[place]} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** The figures of a plot, for those who read rather than look. */
export function PlotTable({ title, first, series, rows, textOf }: PairBarsProps) {
  const { t } = useI18n();
  const id = useId();
  return (
    <details className="plot-table">
      <summary id={id}>{t('desk.plot.table', { title })}</summary>
      {/* Wide tables scroll by themselves and must then be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby={id}>
        <Table data-size="sm" zebra>
          <Table.Head>
            <Table.Row>
              {[first, ...series].map((name, place) => (
                <Table.HeaderCell key={name} scope="col" className={place === 0 ? undefined : 'number'}>
                  {name}
                </Table.HeaderCell>
              ))}
            </Table.Row>
          </Table.Head>
          <Table.Body>
            {rows.map((row) => (
              <Table.Row key={row.key}>
                <Table.HeaderCell scope="row">{row.name}</Table.HeaderCell>
                {row.values.map((value, place) => (
                  <Table.Cell key={series[place]} className="number">
                    {value === undefined ? '–' : textOf(value)}
                  </Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </div>
    </details>
  );
}
