import { columnFigures } from '../../../figures/columns.ts';
import { families } from '../../../study/schema.ts';
import type { FamilyView } from '../family-view.ts';
import { ColumnTable } from './ColumnTable.tsx';
import { ColumnToolbar } from './ColumnToolbar.tsx';

/** How a family is shown that has no view of its own. @param id of the family */
export const columnView = (id: string): FamilyView => ({
  id,
  figures: columnFigures(families.get(id)),
  Toolbar: ColumnToolbar,
  ResultTable: ColumnTable,
});
