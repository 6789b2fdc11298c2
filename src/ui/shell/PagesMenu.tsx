import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Menu } from '../kit/Menu.tsx';
import { goTo, usePage } from '../route.ts';
import { pages, pageTitles, type PageTitles } from './Pages.tsx';

/** The same pages where there is no room for their names: under that of the present one. */
export function PagesMenu({ titles = pageTitles }: { readonly titles?: PageTitles }) {
  const current = usePage();
  const here = pages.find((page) => page === current);
  return (
    <Menu label={titles.pages} entries={pages.map((page) => ({ title: titles[page], run: () => goTo(page) }))}>
      <Button small aria-label={here ? `${titles.pages}: ${titles[here]}` : titles.pages}>
        {here ? titles[here] : titles.pages} <Icon name="chevron" size={13} />
      </Button>
    </Menu>
  );
}
