import { useEffect, useRef } from 'react';
import { messageOf } from '../../data/message-of.ts';
import { chosenFiles } from '../data/files.ts';
import { openable, openFile, openPlan } from '../files/open.ts';
import { IconButton } from '../kit/Button.tsx';
import { Menu } from '../kit/Menu.tsx';
import { useActions } from '../lab.tsx';
import { canFollow, chooseFollowed, planAmong } from '../plan/folder.ts';

/** What can be opened: a file of the lab, or the folder of a plan. */
export function OpenMenu() {
  const actions = useActions();
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  // React knows no such attribute; every browser does.
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);
  const refuse = (error: unknown) => actions.notify({ kind: 'error', message: `The folder was not opened. ${messageOf(error)}` });
  const follow = async () => {
    try {
      const plan = await chooseFollowed();
      if (plan) openPlan(actions, plan);
    } catch (error) {
      refuse(error);
    }
  };
  return (
    <>
      <Menu
        label="Open"
        entries={[
          { title: 'Result, network, archive or lesson…', run: () => file.current?.click() },
          { title: 'Folder of a plan…', run: () => (canFollow() ? void follow() : folder.current?.click()) },
        ]}
      >
        <IconButton icon="open" label="Open" framed bare />
      </Menu>
      <input
        ref={file}
        type="file"
        accept={openable}
        hidden
        aria-label="Result, network, archive or lesson"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          // The same file can be chosen again only if the field is emptied.
          event.target.value = '';
          if (chosen) void openFile(actions, chosen);
        }}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label="Folder of a plan"
        onChange={(event) => {
          const files = chosenFiles(event.target.files);
          event.target.value = '';
          try {
            if (files.length > 0) openPlan(actions, planAmong(files));
          } catch (error) {
            refuse(error);
          }
        }}
      />
    </>
  );
}
