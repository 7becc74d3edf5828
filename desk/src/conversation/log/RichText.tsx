import { formatText, safeUrl, type TextNode } from '@baton/core/text'
import { Fragment } from 'react'

/** Light formatting as elements, never as markup. */
export function RichText({ text }: { text: string }) {
  return <Nodes nodes={formatText(text)} />
}

function Nodes({ nodes }: { nodes: TextNode[] }) {
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its order
    <Fragment key={index}>
      <Drawn node={node} />
    </Fragment>
  ))
}

function Drawn({ node }: { node: TextNode }) {
  switch (node.type) {
    case 'text':
      return node.text
    case 'break':
      return <br />
    case 'bold':
      return (
        <strong>
          <Nodes nodes={node.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Nodes nodes={node.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.children} />
        </s>
      )
    case 'link': {
      const href = safeUrl(node.href)
      return href === null ? (
        node.href
      ) : (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {node.href}
        </a>
      )
    }
  }
}
