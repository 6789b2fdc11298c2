import { useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { Button, type ButtonProps } from '../kit/Button.tsx';
import { useActions } from '../lab.tsx';

interface CopyButtonProps {
  readonly text: string;
  readonly title: string;
  readonly kind?: ButtonProps['kind'];
}

/** Copies a text and says that it did. */
export function CopyButton({ text, title, kind = 'primary' }: CopyButtonProps) {
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
      <Button kind={kind} icon={copied ? 'check' : 'copy'} onPress={copy}>
        {copied ? 'Copied' : title}
      </Button>
      <VisuallyHidden>
        <output>{copied ? 'Copied' : ''}</output>
      </VisuallyHidden>
    </>
  );
}
