import { useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { Button } from '../kit/Button.tsx';
import { useActions } from '../lab.tsx';

/** Copies a text and says that it did. */
export function CopyButton({ text, title }: { readonly text: string; readonly title: string }) {
  const actions = useActions();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true);
        setTimeout(() => setCopied(false), 2500);
      },
      () => actions.notify({ kind: 'error', message: 'The browser does not let the page copy. Select the text and copy it with Ctrl-C.' }),
    );
  };
  return (
    <>
      <Button kind="primary" icon={copied ? 'check' : 'copy'} onPress={copy}>
        {copied ? 'Copied' : title}
      </Button>
      <VisuallyHidden>
        <output>{copied ? 'Copied' : ''}</output>
      </VisuallyHidden>
    </>
  );
}
