/** Messages to the person, newest last. */
import type { Access, Slice } from './lab-type.ts';

/** More than this many are not read; the oldest go. */
const MOST_NOTICES = 20;

export function noticeSlice({ get, set }: Pick<Access, 'get' | 'set'>): Slice<'notices', 'notify' | 'dismissNotice'> {
  let next = 1;
  return {
    state: { notices: [] },
    actions: {
      notify(notice) {
        const { notices } = get();
        // The same trouble in many jobs is one message.
        if (notices.some((other) => other.kind === notice.kind && other.message === notice.message)) return;
        set({ notices: [...notices, { ...notice, id: next++ }].slice(-MOST_NOTICES) });
      },
      dismissNotice(id) {
        set({ notices: get().notices.filter((notice) => notice.id !== id) });
      },
    },
  };
}
