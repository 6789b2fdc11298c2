/** The lessons of a tab: a session of each that was opened, which of them are done, and the language that they are read in. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lab } from '../create-lab.ts';
import type { LabSurroundings } from '../lab-type.ts';
import type { WorkerLike } from '../worker-life.ts';
import { keepLanguage, keptLanguage, keptProgress } from './kept.ts';
import { LessonSession, type Taught } from './session.ts';

export interface LearnState {
  /** Ids of lessons that are done. */
  readonly done: ReadonlySet<string>;
  /** Null before one was chosen. */
  readonly language: string | null;
  /** How often a lesson was begun anew: its session then is another one. */
  readonly resets: number;
}

export class LessonSessions<W extends WorkerLike = WorkerLike> {
  readonly store: StoreApi<LearnState>;
  private readonly surroundings: () => LabSurroundings<W>;
  private readonly onLab: (lab: Lab['store']) => void;
  private readonly sessions = new Map<string, LessonSession<W>>();

  /** @param onLab told of the store of the lab of every session */
  constructor(lessons: readonly Taught[], surroundings: () => LabSurroundings<W>, onLab: (lab: Lab['store']) => void) {
    this.surroundings = surroundings;
    this.onLab = onLab;
    const { storage } = surroundings();
    const done = new Set(lessons.filter(({ id }) => keptProgress(storage, id).isDone).map(({ id }) => id));
    this.store = createStore<LearnState>()(() => ({ done, language: keptLanguage(storage), resets: 0 }));
  }

  /** Whether what is written is there after the page was closed. */
  get keeps(): boolean {
    return this.surroundings().storage !== null;
  }

  /** The session of a lesson, which begins when it is first asked for. */
  of(lesson: Taught): LessonSession<W> {
    const known = this.sessions.get(lesson.id);
    if (known) return known;
    const session = new LessonSession(lesson, this.surroundings());
    this.sessions.set(lesson.id, session);
    session.store.subscribe(({ progress }) => this.mark(lesson.id, progress.isDone));
    this.onLab(session.lab.store);
    void session.open();
    return session;
  }

  /** Begins a lesson anew. */
  reset(lesson: Taught): void {
    this.of(lesson).reset();
    this.sessions.delete(lesson.id);
    this.store.setState(({ resets }) => ({ resets: resets + 1 }));
  }

  readonly speak = (language: string): void => {
    keepLanguage(this.surroundings().storage, language);
    this.store.setState({ language });
  };

  private mark(id: string, isDone: boolean): void {
    const { done } = this.store.getState();
    if (done.has(id) === isDone) return;
    this.store.setState({ done: new Set(isDone ? [...done, id] : [...done].filter((other) => other !== id)) });
  }
}
