import { useTranslation } from 'react-i18next'
import type { Figure } from '../api/figures.ts'
import setup from '../setup/setup.module.css'
import styles from './figures.module.css'
import { useFigureName } from './names.ts'
import { numberText } from './numbers.ts'
import { Meaning, Rest } from './Tile.tsx'

/** Every figure with its definition folded beneath its name. */
export function AllFigures({ figures }: { figures: Figure[] }) {
  const { t, i18n } = useTranslation()
  const nameOf = useFigureName()
  return (
    <div className={setup.scroll}>
      <table className={`${setup.table} ${styles.all}`}>
        <thead>
          <tr>
            <th scope="col">{t('figures.figure')}</th>
            <th scope="col" className={setup.end}>
              {t('figures.value')}
            </th>
            <th scope="col">{t('figures.from')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.key}>
              <td>
                <details className={styles.definition}>
                  <summary>{nameOf(figure)}</summary>
                  <Meaning figure={figure} />
                </details>
              </td>
              <td className={`${setup.end} ${styles.value} tabular`}>
                {numberText(figure.unit, figure.value, i18n.language)}
              </td>
              <td className="quiet tabular">
                <Rest figure={figure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
