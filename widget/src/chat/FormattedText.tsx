import { formatText, type TextNode } from '@baton/core/text'
import { useTexts } from './texts-context.ts'

const elements = { bold: 'strong', italic: 'em', strike: 's' } as const

/** [FL-13] Text with its light formatting, made of elements; never markup. */
export function FormattedText({ text }: { text: string }) {
  return <Nodes nodes={formatText(text)} />
}

function Nodes({ nodes }: { nodes: TextNode[] }) {
  const { opensNewTab } = useTexts()
  return nodes.map((node, index) => {
    const key = `${index} ${node.type}`
    if (node.type === 'text') return node.text
    if (node.type === 'break') return <br key={key} />
    if (node.type !== 'link') {
      const Element = elements[node.type]
      return (
        <Element key={key}>
          <Nodes nodes={node.children} />
        </Element>
      )
    }
    return (
      <a key={key} href={node.href} target="_blank" rel="noopener noreferrer nofollow" title={opensNewTab}>
        {node.href}
      </a>
    )
  })
}
