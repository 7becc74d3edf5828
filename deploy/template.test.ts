import { describe, expect, test } from 'vitest'
import { printTemplate } from './template.ts'
import { readTemplates, type Templates } from './template-syntax.ts'

const functions = {
  upper: (text: unknown) => String(text).toUpperCase(),
  cut: (length: unknown, text: unknown) => String(text).slice(0, Number(length)),
  list: (...items: unknown[]) => items,
  'Files.Get': (path: unknown) => `<${path}>`,
}
const values = {
  name: 'Ana',
  none: '',
  zero: 0,
  is: true,
  list: ['b', 'a'],
  map: { b: 2, a: 1 },
  nested: { deep: { er: 'x' } },
}

function shown(text: string): string {
  const templates: Templates = new Map()
  readTemplates(templates, 'here', text)
  return printTemplate(templates, functions, 'here', values)
}

describe('a template prints', () => {
  test.each([
    ['text', 'text'],
    ['{{ .name }}!', 'Ana!'],
    ['{{ .nested.deep.er }}', 'x'],
    ['{{ (.nested).deep.er }}', 'x'],
    ['{{ $.nested.deep.er }}', 'x'],
    ['{{ .zero }} {{ .is }} {{ "a\\tb" }} {{ `a\\b` }} {{ 12 }}', '0 true a\tb a\\b 12'],
    ['a {{- /* gone */ -}} b', 'ab'],
    ['a\n  {{- .name -}}  \n b', 'aAnab'],
    ['a {{ .name }} b', 'a Ana b'],
    ['{{ .name | upper | cut 2 }}', 'AN'],
    ['{{ cut 2 (upper .name) }}', 'AN'],
    ['{{ if .none }}a{{ else if .is }}b{{ else }}c{{ end }}', 'b'],
    ['{{ if .none }}a{{ else }}c{{ end }}', 'c'],
    ['{{ if and .is .list }}a{{ end }}{{ if or .none .zero }}b{{ end }}', 'a'],
    ['{{ with .nested }}{{ .deep.er }}{{ $.name }}{{ end }}', 'xAna'],
    ['{{ with .none }}a{{ else }}{{ .name }}{{ end }}', 'Ana'],
    ['{{ range .list }}{{ . }};{{ end }}', 'b;a;'],
    ['{{ range $key, $value := .map }}{{ $key }}={{ $value }};{{ end }}', 'a=1;b=2;'],
    ['{{ range $item := .list }}{{ $item }}{{ $.name }};{{ end }}', 'bAna;aAna;'],
    ['{{ range .none | list }}{{ else }}never{{ end }}', ''],
    ['{{ range (list) }}a{{ else }}empty{{ end }}', 'empty'],
    ['{{ $x := .name }}{{ if .is }}{{ $x | upper }}{{ end }}', 'ANA'],
    ['{{ define "who" }}<{{ .er }}>{{ end }}{{ include "who" .nested.deep | upper }}', '<X>'],
    ['{{ .Files.Get "a.txt" }}', '<a.txt>'],
    ['{{ and .none (.name.first) }}', ''],
    ['{{ "}}" }}', '}}'],
  ])('%j as %j', (text, printed) => expect(shown(text)).toBe(printed))
})

describe('what Go would swallow, or refuse, is refused', () => {
  test.each([
    ['{{ .missing }}', 'here: line 1: nil is printed'],
    ['{{ .map }}', 'here: line 1: a map or list is printed'],
    ['\n{{ .missing.more }}', 'here: line 2: .more of nil'],
    ['{{ .name.first }}', 'here: line 1: .first of what is no map'],
    ['{{ lower .name }}', 'here: line 1: the function lower is not known'],
    ['{{ toString }}', 'here: line 1: the function toString is not known'],
    ['{{ $x }}', 'here: line 1: $x is not declared'],
    ['{{ if .is }}{{ $x := 1 }}{{ end }}{{ $x }}', 'here: line 1: $x is not declared'],
    ['{{ include "nobody" . }}', 'here: line 1: there is no template "nobody"'],
    ['{{ if .is }}', 'here: end is missing'],
    ['{{ end }}', 'here:1: end stands alone'],
    ['{{ .name', 'here:1: an action is not closed'],
    ['{{ .name .is }}', 'here: line 1: the function name is not known'],
    ['{{ "a" "b" }}', 'here:1: ""a" "b"" is not understood'],
    ['{{ (.name }}', 'here:1: a bracket is not closed'],
    ['{{ .name ) }}', 'here:1: ".name )" is not understood'],
    ['{{ @ }}', 'here:1: "@" is not understood'],
    ['{{ define "a" }}{{ end }}{{ define "a" }}{{ end }}', 'here: a is defined twice'],
    ['{{ range .name }}{{ end }}', 'here: line 1: range over what is no map or list'],
  ])('%j: %s', (text, message) => expect(() => shown(text)).toThrow(message))
})
