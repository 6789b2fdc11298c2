/** How the page shows each family, one line each; a family that is not here is drawn from its columns. */
import { Registry } from '../../data/registry.ts';
import { columnView } from './columns/view.ts';
import { dtcView } from './dtc/view.ts';
import type { FamilyView } from './family-view.ts';
import { l0View } from './l0/view.ts';

export const familyViews = new Registry<FamilyView>('view of a family').add(
  dtcView, //
  l0View,
);

const fromColumns = new Map<string, FamilyView>();

/** @param family its id */
export function viewOf(family: string): FamilyView {
  const own = familyViews.find(family) ?? fromColumns.get(family) ?? columnView(family);
  if (!familyViews.find(family)) fromColumns.set(family, own);
  return own;
}
