/** Small things kept in the browser between visits. A browser that keeps nothing (private windows, blocked storage) is no error. */
import { backendChoices, type BackendChoice } from '../study/events.ts';
import { lessonAnswerSchema } from '../study/lesson-view.ts';
import { studySchema, type Study } from '../study/schema.ts';
import { z } from '../data/zod.ts';
import type { Rates } from './rates.ts';
import { currentPaces, pacesSchema, withPaces, type Pace } from './paces.ts';
import type { MeasuredText } from '../study/text-sizes.ts';
import { keptSizesSchema } from './text-sizes.ts';
import { parseUntrusted } from './untrusted-json.ts';

/** The part of localStorage that is used. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const SHOWN = 'parsimony.shown';
const STUDY = 'parsimony.study';
const ANSWERS = 'parsimony.lesson';

/** The same storage for a lab that stands beside that of the page: it shares what is known of the machine, and neither reads nor changes which study and run the page comes back to. */
export function withoutPlace(storage: KeyValueStorage | null): KeyValueStorage | null {
  if (!storage) return null;
  const isPlace = (key: string): boolean => [STUDY, SHOWN, ANSWERS].includes(key);
  return {
    getItem: (key) => (isPlace(key) ? null : storage.getItem(key)),
    setItem(key, value) {
      if (!isPlace(key)) storage.setItem(key, value);
    },
    removeItem(key) {
      if (!isPlace(key)) storage.removeItem(key);
    },
  };
}

const preferencesSchema = z.strictObject({ backend: z.enum(backendChoices) });
const rate = z.number().positive();
const ratesSchema = z.record(z.string().max(100), rate);

/** Of which lesson, what was answered, and the run that was shown last. */
const keptLessonSchema = z.strictObject({ of: z.string().max(20_000), answer: lessonAnswerSchema, run: z.string().max(100).nullable() });
type KeptLesson = z.output<typeof keptLessonSchema>;

export class Kept {
  private readonly storage: KeyValueStorage | null;
  private readonly session: KeyValueStorage | null;
  private readonly onTrouble: (message: string) => void;

  /** @param session as long as a tab, reloads included @param onTrouble told once where something stored cannot be used */
  constructor(storage: KeyValueStorage | null, session: KeyValueStorage | null, onTrouble: (message: string) => void) {
    this.storage = storage;
    this.session = session;
    this.onTrouble = onTrouble;
  }

  study(): Study | null {
    return this.read(STUDY, studySchema, 'The study of your last visit');
  }

  keepStudy(study: Study): void {
    this.write(STUDY, study);
  }

  backend(): BackendChoice {
    return this.read('parsimony.preferences', preferencesSchema, 'Your choice of a backend')?.backend ?? 'auto';
  }

  keepBackend(backend: BackendChoice): void {
    this.write('parsimony.preferences', { backend });
  }

  rates(): Rates {
    return this.read('parsimony.rates', ratesSchema, 'The measured speed of this machine') ?? {};
  }

  keepRates(rates: Rates): void {
    this.write('parsimony.rates', rates);
  }

  /** What this version of the engine was measured at before anything had run. */
  paces(): readonly Pace[] {
    const kept = this.read('parsimony.paces', pacesSchema, 'The measured speed of this machine');
    return kept ? currentPaces(kept) : [];
  }

  /** In place of those for the same choices of a backend. */
  keepPaces(measured: readonly Pace[]): void {
    this.write('parsimony.paces', withPaces(this.paces(), measured));
  }

  /** What compressors make of texts that this browser has measured. */
  textSizes(): readonly MeasuredText[] {
    return this.read('parsimony.text-sizes', keptSizesSchema, 'What compressors make of your texts') ?? [];
  }

  keepTextSizes(measured: readonly MeasuredText[]): void {
    this.write('parsimony.text-sizes', measured);
  }

  /** What was answered last to a lesson that a link made. */
  lesson(): KeptLesson | null {
    return this.read(ANSWERS, keptLessonSchema, 'Your answers to a lesson');
  }

  keepLesson(lesson: KeptLesson): void {
    this.write(ANSWERS, lesson);
  }

  /** The id of the run that was shown last: in this tab, or else in any. */
  shown(): string | null {
    return keptText(this.session, SHOWN) ?? keptText(this.storage, SHOWN);
  }

  keepShown(id: string): void {
    for (const storage of [this.session, this.storage]) {
      try {
        storage?.setItem(SHOWN, id);
      } catch {
        // Full or blocked: the run is found under Runs all the same.
      }
    }
  }

  private read<Schema extends z.ZodType>(key: string, schema: Schema, what: string): z.output<Schema> | null {
    let text: string | null = null;
    try {
      text = this.storage?.getItem(key) ?? null;
      if (text === null) return null;
      return schema.parse(parseUntrusted(text));
    } catch {
      // Whatever is wrong with it, from an older version or another program, the remedy is the same: the default, and saying so.
      if (text !== null) {
        this.onTrouble(`${what} could not be read from this browser’s storage, so the default is used.`);
        this.remove(key);
      }
      return null;
    }
  }

  private write(key: string, value: unknown): void {
    try {
      this.storage?.setItem(key, JSON.stringify(value));
    } catch {
      // Full or blocked: nothing of a result is lost, and there is nothing that a person should do about it.
    }
  }

  private remove(key: string): void {
    try {
      this.storage?.removeItem(key);
    } catch {
      // It will be refused again at the next visit, which is all that happens.
    }
  }
}

function keptText(storage: KeyValueStorage | null, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}
