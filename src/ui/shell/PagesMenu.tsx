import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Menu } from '../kit/Menu.tsx';
import { goTo, usePage } from '../route.ts';
import { pages, pageTitles } from './Pages.tsx';

/** The same pages where there is no room for their names: under that of the present one. */
export function PagesMenu() {
  const current = usePage();
  const here = pages.find((page) => page === current);
  return (
    <Menu label="Pages" entries={pages.map((page) => ({ title: pageTitles[page], run: () => goTo(page) }))}>
      <Button small aria-label={`Pages, now ${here ? pageTitles[here] : 'another'}`}>
        {here ? pageTitles[here] : 'Pages'} <Icon name="chevron" size={13} />
      </Button>
    </Menu>
  );
}
