// Ctrl-S: the text on the screen into a file. Where files go is the command line's business; the name says what and where it is from.
import type { Effect, Message } from './message.ts';
import type { TextLines } from './state.ts';

/** Writes a file and gives its path; rejects with words. `name` is safe in a file name, `ending` begins with a dot. */
export type Save = (name: string, ending: string, text: string) => Promise<string>;

export async function saveText(
  { title, lines }: Extract<Effect, { type: 'save' }>,
  ending: string,
  save: Save,
): Promise<Message> {
  const name = title
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')
    .replaceAll(/^[_.]+|_+$/g, '')
    .slice(0, 120);
  try {
    const path = await save(name === '' ? 'text' : name, ending, await wholeText(lines));
    return { type: 'notice', text: `saved: ${path}`, level: 'info' };
  } catch (error) {
    return {
      type: 'notice',
      text: `not saved: ${error instanceof Error ? error.message : String(error)}`,
      level: 'major',
    };
  }
}

/** Lines put together between two looks at what else waits: a log has a hundred thousand, and keys must not wait for them. */
const LINES_AT_ONCE = 2_000;

async function wholeText(lines: TextLines): Promise<string> {
  const parts: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (index > 0 && index % LINES_AT_ONCE === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
    const line = lines.at(index);
    if (line !== undefined) parts.push(line.text);
  }
  return `${parts.join('\n')}\n`;
}
