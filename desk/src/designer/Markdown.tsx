import Draw from 'react-markdown'
import gfm from 'remark-gfm'
import styles from './help-page.module.css'

/** Markdown with tables. HTML in it is text. What is wider than the page can be scrolled to, by keyboard too. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.page}>
      <Draw
        remarkPlugins={[gfm]}
        components={{
          pre: ({ node: _, ...props }) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it
            <pre tabIndex={0} {...props} />
          ),
        }}
      >
        {text}
      </Draw>
    </div>
  )
}
