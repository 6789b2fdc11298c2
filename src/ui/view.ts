/** How the results of a lab are looked at. It changes nothing that is run, so it is the page's own and no part of the lab. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export type DialogName = 'data' | 'share' | 'lesson' | 'cite' | 'paper' | 'keyboard' | 'differences';

/** Options of the figures of a family, as far as they were changed. */
type Options = Readonly<Record<string, unknown>>;

export interface View {
  /** Methods that are left out of every figure. */
  readonly hidden: ReadonlySet<string>;
  /** By the id of the family. */
  readonly options: Readonly<Record<string, Options>>;
  /** Ids of the topics of figures that are open. */
  readonly topics: ReadonlySet<string>;
  readonly dialog: DialogName | null;
  /** Name of the figure that fills the screen. */
  readonly presented: string | null;
  setHidden(methods: Iterable<string>): void;
  setOptions(family: string, change: Options): void;
  setTopics(ids: Iterable<string>): void;
  open(dialog: DialogName | null): void;
  present(figure: string | null): void;
}

export type ViewStore = StoreApi<View>;

export const createView = (): ViewStore =>
  createStore<View>()((set) => ({
    hidden: new Set(),
    options: {},
    topics: new Set(),
    dialog: null,
    presented: null,
    setHidden: (methods) => set({ hidden: new Set(methods) }),
    setOptions: (family, change) => set(({ options }) => ({ options: { ...options, [family]: { ...options[family], ...change } } })),
    setTopics: (ids) => set({ topics: new Set(ids) }),
    open: (dialog) => set({ dialog }),
    present: (presented) => set({ presented }),
  }));
