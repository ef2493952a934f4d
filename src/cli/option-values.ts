// Reads the values of flags. Each function takes the text a person typed and gives the value or throws UsageError with the cure.
import { nearest } from '../objects/nearest.ts';
import { UsageError } from './exit-code.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A Go duration (`30s`, `1m30s`, `500ms`, bare seconds) in milliseconds; 0 means no limit. */
export function parseDurationMs(flag: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new UsageError(`${flag}: '${text}' is not a duration; write it like 30s, 1m30s or 500ms`);
  }
  return parts.reduce((sum, [, digits = '0', unit = 's']) => sum + Number(digits) * (UNIT_MS[unit] ?? 0), 0);
}

/** A whole number of at least `least`. */
export function parseCount(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least)
    throw new UsageError(`${flag}: '${text}' is not a whole number of at least ${least}`);
  return value;
}

/** An RFC 3339 instant in milliseconds since the epoch. */
export function parseInstant(flag: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new UsageError(`${flag}: '${text}' is not a time; write it like 2026-01-31T12:00:00Z`);
  return ms;
}

/** One of a few words. */
export function parseWord<Word extends string>(flag: string, text: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined)
    throw new UsageError(`${flag}: '${text}' is not one of ${words.join(', ')}${nearest(text, words)}`);
  return word;
}

/** `WIDTHxHEIGHT` in cells, each from 1 to 1000. */
export function parseSize(flag: string, text: string): { width: number; height: number } {
  const match = /^(\d{1,4})x(\d{1,4})$/.exec(text);
  const width = Number(match?.[1]);
  const height = Number(match?.[2]);
  if (!(width >= 1 && width <= 1000 && height >= 1 && height <= 1000)) {
    throw new UsageError(`${flag}: '${text}' is not a size; write it like 120x40`);
  }
  return { width, height };
}

/** Adds one use of a list flag: flags repeat and each use may hold several values with commas between. */
export function addToList(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}

/**
 * The values of a list flag. A use that is a known value as it stands is taken whole, so that a context with a comma in its name can be
 * named; any other is split at its commas. Empty pieces are left out.
 */
export function listValues(uses: readonly string[], known: ReadonlySet<string> = new Set()): readonly string[] {
  const values = uses.flatMap((use) => (known.has(use) ? [use] : use.split(',').map((value) => value.trim())));
  return [...new Set(values.filter((value) => value !== ''))];
}
