import { jobsCsv } from '../../lab/jobs-csv.ts';
import { stepsCsv } from '../../lab/steps-csv.ts';
import { download, fileName, saveResult, textFile } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import { Menu } from '../kit/Menu.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import styles from './Header.module.css';

/** Ways to take the result of a run away. */
export function ExportMenu() {
  const actions = useActions();
  const hasRun = useLab((lab) => lab.run.study !== null);
  const hasResult = useLab((lab) => lab.run.study !== null || lab.shared !== null);
  const open = useView((view) => view.open);
  const saveCsv = () => {
    const result = actions.result();
    if (result) download(textFile(stepsCsv(result), 'text/csv'), fileName(result.study.name, 'csv'));
  };
  const saveJobs = () => {
    const result = actions.result();
    if (result) download(textFile(jobsCsv(result), 'text/csv'), fileName(`${result.study.name} jobs`, 'csv'));
  };
  return (
    <Menu
      label="Export"
      entries={[
        { title: 'Result as JSON', run: () => saveResult(actions.result()), disabled: !hasRun },
        { title: 'Jobs as CSV', run: saveJobs, disabled: !hasRun },
        { title: 'Steps as CSV', run: saveCsv, disabled: !hasRun },
        { title: 'Export for a paper…', run: () => open('paper'), disabled: !hasRun },
        { title: 'Cite this result', run: () => open('cite'), disabled: !hasResult },
      ]}
    >
      <Button icon="download" isDisabled={!hasResult} aria-label="Export">
        <span className={styles.word}>Export</span>
      </Button>
    </Menu>
  );
}
