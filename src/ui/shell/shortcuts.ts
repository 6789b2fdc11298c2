/** Keyboard shortcuts of the whole page. */
import { momentsOf } from '../../figures/thinning.ts';
import type { Lab } from '../../lab/create-lab.ts';
import { runOf } from '../../study/digest-of.ts';
import { useEffect } from 'react';
import { undoIn } from '../form/undo.ts';
import { invalidIn, invalidWords } from '../form/typed.ts';
import { usePageLab, type PageLab } from '../lab.tsx';

interface Shortcut {
  readonly keys: readonly string[];
  readonly title: string;
  readonly matches: (event: KeyboardEvent) => boolean;
  /** Taken from a text field as well; the others are letters that a person may be typing. */
  readonly whileTyping: boolean;
  readonly run: (own: PageLab) => void;
}

const command = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && !event.altKey;
const bare = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && !event.altKey;
const letter = (event: KeyboardEvent): string => event.key.toLowerCase();

function stepCycle({ store, actions }: Lab, by: number): void {
  const { chosenCycle, run, shared, compared } = store.getState();
  const own = run.jobs.map(({ record }) => runOf(record));
  const runs = [...own, ...(shared?.runs ?? []), ...compared.flatMap((stored) => stored.runs)];
  const moments = momentsOf(runs);
  if (moments.length === 0) return;
  const at = chosenCycle === null ? moments.length - 1 : moments.findLastIndex((moment) => moment <= chosenCycle);
  actions.chooseCycle(moments[Math.min(moments.length - 1, Math.max(0, at + by))]);
}

function pauseOrResume({ store, actions }: Lab): void {
  const { status } = store.getState().run;
  if (status === 'running') actions.pause();
  if (status === 'paused') actions.resume();
}

/** Runs the study, unless a field has what cannot run: then it is shown in place of that. */
function runOrSeek({ lab: { store, actions }, typed }: PageLab): void {
  const { run, study } = store.getState();
  if (run.status === 'running' || run.status === 'paused') return;
  const invalid = invalidIn(study, typed.getState()).at(0);
  if (!invalid) {
    actions.run();
    return;
  }
  actions.notify({ kind: 'notice', message: `Nothing was run. ${invalidWords(invalid)}` });
  typed.getState().seek(invalid.path);
}

export const shortcuts: readonly Shortcut[] = [
  {
    keys: ['Ctrl', 'Enter'],
    title: 'Run the study',
    matches: (event) => command(event) && event.key === 'Enter',
    whileTyping: true,
    run: runOrSeek,
  },
  {
    keys: ['P'],
    title: 'Pause or resume the run',
    matches: (event) => bare(event) && letter(event) === 'p',
    whileTyping: false,
    run: ({ lab }) => pauseOrResume(lab),
  },
  {
    keys: ['Ctrl', 'Z'],
    title: 'Undo a change of the settings',
    matches: (event) => command(event) && !event.shiftKey && letter(event) === 'z',
    whileTyping: false,
    run: undoIn,
  },
  {
    keys: ['Ctrl', 'Shift', 'Z'],
    title: 'Redo it',
    matches: (event) => command(event) && ((event.shiftKey && letter(event) === 'z') || letter(event) === 'y'),
    whileTyping: false,
    run: ({ lab: { store, actions } }) => store.getState().canRedo && actions.redo(),
  },
  {
    keys: ['['],
    title: 'Look at the step before, such as a cycle or an epoch',
    matches: (event) => bare(event) && event.key === '[',
    whileTyping: false,
    run: ({ lab }) => stepCycle(lab, -1),
  },
  {
    keys: [']'],
    title: 'Look at the step after',
    matches: (event) => bare(event) && event.key === ']',
    whileTyping: false,
    run: ({ lab }) => stepCycle(lab, 1),
  },
  {
    keys: ['N'],
    title: 'Follow the newest step again',
    matches: (event) => bare(event) && letter(event) === 'n',
    whileTyping: false,
    run: ({ lab: { actions } }) => actions.chooseCycle(null),
  },
  {
    keys: ['?'],
    title: 'Show this list',
    matches: (event) => bare(event) && event.key === '?',
    whileTyping: false,
    run: ({ view }) => view.getState().open('keyboard'),
  },
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Listens for as long as the page is shown. An open dialog or list keeps its keys to itself. */
export function useShortcuts(): void {
  const own = usePageLab();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || document.querySelector('[role="dialog"], [role="listbox"], [role="menu"]')) return;
      const shortcut = shortcuts.find((candidate) => candidate.matches(event) && (candidate.whileTyping || !isTyping(event.target)));
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run(own);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [own]);
}
