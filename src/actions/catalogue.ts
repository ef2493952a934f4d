// All actions by id. Only what the session needs to know of each before it runs stands here; bodies are imported when they are used, so that
// none of them delays the first frame.
import type { Action, ActionId } from './action.ts';
import { attach } from './attach-action.ts';
import { deletion } from './delete-action.ts';
import { describe } from './describe-action.ts';
import { kill } from './kill-action.ts';
import { logs, previousLogs } from './logs-action.ts';
import { shell } from './shell-action.ts';
import { yaml } from './yaml-action.ts';

export const ACTIONS: Readonly<Record<ActionId, Action>> = {
  describe,
  yaml,
  logs,
  'previous-logs': previousLogs,
  shell,
  attach,
  delete: deletion,
  kill,
};
