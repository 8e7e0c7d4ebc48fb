/** What the practice offers: services and providers, as they are now, or read once and then remembered. */

import { ask, given, type Outcome, type Provider, type Service } from "./ask";
import { api } from "./client";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** Read a list to its end. */
export async function all<T>(
  read: (cursor: string | undefined) => Promise<Outcome<Page<T>>>,
): Promise<Outcome<T[]>> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { data, problem } = await read(cursor);
    if (problem) return { problem };
    items.push(...data.items);
    cursor = data.next_cursor ?? undefined;
  } while (cursor);
  return { data: items };
}

/** Remember what was read; a failure is not remembered. */
export function once<T>(read: () => Promise<Outcome<T>>): () => Promise<Outcome<T>> {
  let reading: Promise<Outcome<T>> | undefined;
  return () => {
    reading ??= read().then((outcome) => {
      if (outcome.problem) reading = undefined;
      return outcome;
    });
    return reading;
  };
}

/** The services that this provider provides, or all that there are; also those that are not offered. */
export function servicesOf(provider?: number): Promise<Outcome<Service[]>> {
  return all((cursor) =>
    ask(() => api.GET("/api/services", { params: { query: given({ provider_id: provider, cursor }) } })),
  );
}

export function everyProvider(): Promise<Outcome<Provider[]>> {
  return all((cursor) =>
    ask(() => api.GET("/api/providers", { params: { query: given({ limit: 1000, cursor }) } })),
  );
}

export const services = once(() => servicesOf());
export const providers = once(everyProvider);
