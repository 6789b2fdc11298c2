/** How the results of a lab are looked at. It changes nothing that is run, so it is the page's own and no part of the lab. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FigureOptions, L0View } from '../figures/figure.ts';
import { firstView } from '../figures/l0/view.ts';

export type DialogName = 'data' | 'share' | 'cite' | 'keyboard' | 'differences';

export interface View {
  readonly sparsityAxis: FigureOptions['sparsityAxis'];
  /** Hidden layer whose measurements are shown, from 0. */
  readonly layer: number;
  /** Methods that are left out of every figure. */
  readonly hidden: ReadonlySet<string>;
  /** How figures of ℓ0 studies are looked at. */
  readonly l0: L0View;
  readonly dialog: DialogName | null;
  setSparsityAxis(axis: FigureOptions['sparsityAxis']): void;
  setLayer(layer: number): void;
  setHidden(methods: Iterable<string>): void;
  setL0(change: Partial<L0View>): void;
  open(dialog: DialogName | null): void;
}

export type ViewStore = StoreApi<View>;

export const createView = (): ViewStore =>
  createStore<View>()((set) => ({
    sparsityAxis: 'linear',
    layer: 0,
    hidden: new Set(),
    l0: firstView,
    dialog: null,
    setSparsityAxis: (sparsityAxis) => set({ sparsityAxis }),
    setLayer: (layer) => set({ layer }),
    setHidden: (methods) => set({ hidden: new Set(methods) }),
    setL0: (change) => set(({ l0 }) => ({ l0: { ...l0, ...change } })),
    open: (dialog) => set({ dialog }),
  }));
