import { systemVariables, variablePath } from '@baton/core/conversation'
import type { Problem } from '@baton/core/flow'
import { Type } from 'typebox'

/** The setting that names the variable an action writes. */
export function variableField(description: string) {
  return Type.String({ minLength: 1, maxLength: 300, title: 'Variable', description })
}

/** [FL-9] [FL-10] Why a variable of this name cannot be set. */
export function checkVariableName(path: string, name: string): Problem[] {
  const steps = variablePath(name)
  if (steps === null)
    return [
      {
        path,
        code: 'variable_name_invalid',
        message: `"${name}" is no name: write it like favorite_color or favorite.color`,
      },
    ]
  if (systemVariables.has(steps[0] ?? ''))
    return [{ path, code: 'not_allowed', message: `"${steps[0]}" is kept by the system and cannot be set` }]
  return []
}
