/**
 * The lab that a part of the page is about. Components get it from the provider above them, so that several labs can stand on one page;
 * what is no component gets a `PageLab` from one that is.
 */
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { FigureInput } from '../figures/figure.ts';
import type { LabActions, LabState } from '../lab/contract.ts';
import type { Lab } from '../lab/create-lab.ts';
import { FigureSource } from './chart/input.ts';
import { createTyped, forgetReplaced, invalidIn, type Invalid, type TypedStore, type TypedTexts } from './form/typed.ts';
import { createView, type View, type ViewStore } from './view.ts';

/** A lab with what the page adds to it. */
export interface PageLab {
  readonly lab: Lab;
  readonly view: ViewStore;
  /** What stands in the fields of its form and is not in its study. */
  readonly typed: TypedStore;
  /** What its figures are made from. */
  readonly figures: Pick<FigureSource, 'store' | 'of'>;
}

export function pageLab(lab: Lab): PageLab & { readonly figures: FigureSource } {
  const view = createView();
  return { lab, view, typed: createTyped(), figures: new FigureSource(lab, view) };
}

/** For what cannot use hooks, as the boundary of errors; components have the hooks below. */
export const PageLabContext = createContext<PageLab | null>(null);

interface LabProviderProps {
  readonly lab: Lab;
  readonly children: ReactNode;
}

/** Gives a lab to everything in it, and lets its figures follow it for as long as they are on the page. */
export function LabProvider({ lab, children }: LabProviderProps) {
  const own = useMemo(() => pageLab(lab), [lab]);
  useEffect(() => own.figures.follow(), [own]);
  useEffect(() => forgetReplaced(own.lab, own.typed), [own]);
  const family = useStore(own.figures.store, (input) => input.family);
  useEffect(() => own.figures.forgetBefore(family), [own, family]);
  return (
    <PageLabContext value={own}>
      <DrawnFamily value={family}>{children}</DrawnFamily>
    </PageLabContext>
  );
}

/** The family that figures are drawn of: the same for the whole page, so that no figure of one meets numbers of another. */
const DrawnFamily = createContext('');

/** @throws Error outside of a provider */
export function usePageLab(): PageLab {
  const own = useContext(PageLabContext);
  if (!own) throw new Error('This part of the page stands in no LabProvider, so it has no lab.');
  return own;
}

/** A part of the lab's state. */
export const useLab = <Part,>(select: (state: LabState) => Part): Part => useStore(usePageLab().lab.store, select);

/** What can be done with the lab. */
export const useActions = (): LabActions => usePageLab().lab.actions;

/** A part of how the results are looked at. */
export const useView = <Part,>(select: (view: View) => Part): Part => useStore(usePageLab().view, select);

/** A part of what stands in the fields of the form. */
export const useTyped = <Part,>(select: (typed: TypedTexts) => Part): Part => useStore(usePageLab().typed, select);

/** What keeps the study on the form from being run. */
export function useInvalid(): readonly Invalid[] {
  const study = useLab((lab) => lab.study);
  const texts = useTyped((typed) => typed.texts);
  return useMemo(() => invalidIn(study, { texts }), [study, texts]);
}

/** A part of what all figures are made from. */
export function useFigureInput<Part>(select: (input: FigureInput) => Part): Part {
  const { figures } = usePageLab();
  const family = useContext(DrawnFamily);
  return useStore(figures.store, () => select(figures.of(family)));
}
