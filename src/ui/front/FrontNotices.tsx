import type { Notice } from '../../lab/contract.ts';
import { PlainButton } from '../kit/PlainButton.tsx';
import notices from '../shell/Notices.module.css';

/** As the lab takes it. */
export type FrontNotice = Omit<Notice, 'id'>;

interface FrontNoticesProps {
  readonly notices: readonly FrontNotice[];
  readonly onDismiss: (notice: FrontNotice) => void;
}

/** What the tab has to tell; it has the looks of the lab's, which takes over what is still there when it opens. */
export function FrontNotices({ notices: told, onDismiss }: FrontNoticesProps) {
  return (
    <section className={notices.notices} aria-label="Notices">
      {told.map((notice) => (
        <div key={notice.message} className={notices.notice} data-kind={notice.kind} role={notice.kind === 'error' ? 'alert' : 'status'}>
          <p className={notices.message}>{notice.message}</p>
          {notice.action && (
            <PlainButton
              onClick={() => {
                notice.action?.run();
                onDismiss(notice);
              }}
            >
              {notice.action.title}
            </PlainButton>
          )}
          <div className={notices.dismiss}>
            <PlainButton kind="quiet" icon="close" label="Dismiss" onClick={() => onDismiss(notice)} />
          </div>
        </div>
      ))}
    </section>
  );
}
