/** Which study the figures show, where there are several: the run of the lab, a link or file, and stored runs that are compared. */
import type { LabState, SharedResult } from '../../lab/contract.ts';
import type { Focus } from '../../figures/figure.ts';
import type { Run } from '../../study/job-record.ts';
import { familyOf, type Study } from '../../study/schema.ts';

export type ShownState = Pick<LabState, 'study' | 'run' | 'shared' | 'compared'>;

export interface Shown {
  readonly study: Study;
  /** Of the family of that study: no figure shows two. */
  readonly own: readonly Run[];
  readonly shared: readonly Run[];
}

/** What has changed says where a person turned: runs that were selected are to be seen, and so is a run that begins. */
export function focusAfter(now: ShownState, before: ShownState, focus: Focus): Focus {
  if (now.run.id !== before.run.id) return 'run';
  const hasMore = now.compared.some((one) => !before.compared.includes(one));
  return hasMore || (now.shared !== null && now.shared.study !== before.shared?.study) ? 'behind' : focus;
}

const familyIdOf = (study: Study): string => familyOf(study.job).id;

/** The study whose family the figures are of: that of the run unless what is laid behind is of another and was chosen since. */
export function shownStudy({ study, run, shared, compared }: ShownState, focus: Focus): Study {
  const behind = [...(shared ? [shared.study] : []), ...compared.map((one) => one.study)];
  if (!run.study) return behind[0] ?? study;
  const family = familyIdOf(run.study);
  const isAlone = behind.length > 0 && behind.every((one) => familyIdOf(one) !== family);
  return focus === 'behind' && isAlone ? behind[0] : run.study;
}

/** A study of which the figures show runs, as tables beside them name it. */
export interface ShownPart {
  /** The run of the lab, a result from elsewhere, or a stored run that is compared. */
  readonly source: 'run' | SharedResult['source'] | 'stored';
  /** Which no other part has. */
  readonly key: string;
  readonly name: string;
  readonly study: Study;
  /** One for each job. */
  readonly runs: readonly Run[];
}

/** What is laid behind the run of the lab, as far as it is of a family. */
function partsBehind({ shared, compared }: Pick<ShownState, 'shared' | 'compared'>, family: string): ShownPart[] {
  const parts: ShownPart[] = [
    ...(shared ? [{ source: shared.source, key: 'shared', name: shared.name, study: shared.study, runs: shared.runs }] : []),
    ...compared.map(({ id, name, study, runs }) => ({ source: 'stored' as const, key: id, name, study, runs })),
  ];
  return parts.filter(({ study }) => familyIdOf(study) === family);
}

/**
 * Every study of which figures of a family show runs, the run of the lab first: whoever lists runs beside figures lists these.
 * @param own the runs of the lab as the figures have them
 */
export function shownParts(
  { runStudy, ...behind }: Pick<ShownState, 'shared' | 'compared'> & { readonly runStudy: Study | null },
  family: string,
  own: readonly Run[],
): ShownPart[] {
  const isOfRun = runStudy !== null && familyIdOf(runStudy) === family;
  const run: ShownPart[] = isOfRun ? [{ source: 'run', key: 'run', name: runStudy.name, study: runStudy, runs: own }] : [];
  return [...run, ...partsBehind(behind, family)];
}

export function shownOf(state: ShownState, focus: Focus): Shown {
  const { run } = state;
  const study = shownStudy(state, focus);
  const family = familyOf(study.job);
  const isOfRun = run.study !== null && familyIdOf(run.study) === family.id;
  return {
    study,
    own: isOfRun ? run.jobs.map(({ record }) => family.runOf(record)) : [],
    shared: partsBehind(state, family.id).flatMap(({ runs }) => runs),
  };
}
