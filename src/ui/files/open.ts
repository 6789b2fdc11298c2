import { looksLikeNetworkFile, NETWORK_FILE_ENDING } from '../../coding/network-signature.ts';
import { looksLikeTextArchive, TEXT_FILE_ENDING } from '../../data/text-archive/signature.ts';
import { messageOf } from '../../data/message-of.ts';
import type { LabActions } from '../../lab/contract.ts';
import type { PlanFiles } from '../../lab/plan/plan-files.ts';
import { LESSON_FILE_ENDING, looksLikeLessonFile } from '../../lab/lesson-file.ts';
import { nameOf, textName, type Dropped } from '../data/files.ts';
import type { PageLab } from '../lab.tsx';
import { goTo } from '../route.ts';

/** Opens what was dropped on the page; images and texts are added to the data sets, which are shown. */
export async function openDropped({ lab: { actions }, view }: PageLab, dropped: Dropped): Promise<void> {
  if (dropped.kind === 'file') return openFile(actions, dropped.file);
  const plan = await dropped.plan;
  if (plan) return openPlan(actions, plan);
  view.getState().open('data');
  try {
    const files = await dropped.files;
    await actions.addOwnData(dropped.as === 'text' ? textName(files) : nameOf(files), files, dropped.as);
  } catch (error) {
    actions.notify({
      kind: 'error',
      message: `What was dropped could not be read: ${messageOf(error)}. Choose it under Data sets instead.`,
    });
  }
}

/** Opens the folder of a plan, in the lab. */
export function openPlan(actions: LabActions, plan: PlanFiles): void {
  goTo('lab');
  void actions.openPlan(plan);
}

/** Files of the lab that are no results: how they begin, what their names end in, and what opens them. */
const ownFiles = [
  { begins: looksLikeNetworkFile, ending: NETWORK_FILE_ENDING, open: 'openNetworkFile' },
  { begins: looksLikeTextArchive, ending: TEXT_FILE_ENDING, open: 'openTextArchive' },
  { begins: looksLikeLessonFile, ending: LESSON_FILE_ENDING, open: 'openLesson' },
] as const;

/** What a field for files takes. */
export const openable = ['.json', 'application/json', ...ownFiles.map(({ ending }) => `.${ending}`)].join();

/** Opens a file that a person has chosen or dropped: one of the lab's own by how it begins or is called, a result otherwise. */
export async function openFile(actions: LabActions, file: File): Promise<void> {
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const own = ownFiles.find(({ begins }) => begins(start)) ?? ownFiles.find(({ ending }) => file.name.endsWith(`.${ending}`));
  if (!own) return actions.openFile(file);
  goTo('lab');
  return actions[own.open](file);
}
