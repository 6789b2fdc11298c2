import { PUBLISHED_DATA_DOI } from '../../../study/families/dtc/published.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import { useView } from '../../lab.tsx';
import { differences } from './differences.ts';
import styles from './DifferencesDialog.module.css';

export function DifferencesDialog() {
  const isOpen = useView((view) => view.dialog === 'differences');
  const open = useView((view) => view.open);
  return (
    <Dialog title={`${differences.length} differences between paper and notebook`} wide isOpen={isOpen} onClose={() => open(null)}>
      <p className={styles.lead}>
        Paper: M. Süzen, “Gibbs randomness-compression proposition”, arXiv 2505.23869. Notebook: its public supplement, Zenodo{' '}
        {PUBLISHED_DATA_DOI}. The presets “as published” and “as described” follow one each.
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">About</th>
            <th scope="col">Paper</th>
            <th scope="col">Notebook</th>
            <th scope="col">What follows</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ about, paper, notebook, consequence }) => (
            <tr key={about}>
              <th scope="row">{about}</th>
              <td data-column="Paper">{paper}</td>
              <td data-column="Notebook">{notebook}</td>
              <td data-column="What follows">{consequence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
