import { ApiError } from './api-error.ts';
import type { JsonObject } from './json.ts';
import type { Answer } from './answer.ts';

interface Task {
  id: string;
  created: string;
  name: string;
  polls: number;
  run: () => Answer;
  outcome?: JsonObject;
}

/** Work that was answered with 202 and is done by the time it has been polled often enough. */
export class TaskStore {
  private readonly tasks = new Map<string, Task>();

  add(id: string, created: string, name: string, run: () => Answer): JsonObject {
    const task: Task = { id, created, name, polls: 0, run };
    this.tasks.set(id, task);
    return { ...head(task), status: 'queued', poll_after_seconds: 2 };
  }

  /** The task's state; it runs when `polls` polls have been answered as unfinished. */
  poll(id: string, polls: number): JsonObject | undefined {
    const task = this.tasks.get(id);
    if (!task) return undefined;
    task.polls += 1;
    if (task.polls <= polls) return { ...head(task), status: 'running', poll_after_seconds: 2 };
    task.outcome ??= outcome(task.run);
    return { ...head(task), ...task.outcome };
  }
}

const head = (task: Task): JsonObject => ({
  object: 'async_task',
  id: task.id,
  status_url: `https://api.notion.com/v1/async_tasks/${task.id}`,
  created_time: task.created,
  operation: { surface: 'rest', name: task.name },
});

function outcome(run: () => Answer): JsonObject {
  try {
    return { status: 'succeeded', result: run().body };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, code, message, additionalData } = error;
    const extra = additionalData ? { additional_data: additionalData } : {};
    return { status: 'failed', error: { object: 'error', status, code, message, ...extra } };
  }
}
