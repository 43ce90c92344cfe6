import type { ApiClient } from '../../api/client';
import type { Forecast } from '../shapes';

const PATH = '/national/forecast';

/** What is asked of the forecast. */
export interface ForecastQuestion {
  channel: 'chat' | 'phone';
  /** Seconds within which to answer. */
  within: number;
  /** Percent to be answered within them. */
  answered: number;
}

export const FIRST_QUESTION: ForecastQuestion = { channel: 'chat', within: 60, answered: 80 };

function query({ channel, within, answered }: ForecastQuestion): string {
  return new URLSearchParams({
    channel,
    within_s: String(within),
    answered_percent: String(answered),
  }).toString();
}

/** What is to come in the next four weeks. */
export function forecast(client: ApiClient, question: ForecastQuestion): Promise<Forecast> {
  return client.request('GET', `${PATH}?${query(question)}`);
}

/** The same, half hour by half hour, as a table to save. */
export function forecastFile(client: ApiClient, question: ForecastQuestion): Promise<{ content: Blob; name: string }> {
  return client.file(`${PATH}/export?${query(question)}`);
}
