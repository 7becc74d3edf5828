import { useEffect, useState } from 'preact/hooks'
import type { Model, Store } from './model.ts'

export function useModel(store: Store): Model {
  const [model, setModel] = useState(store.read)
  useEffect(() => {
    setModel(store.read())
    return store.subscribe(() => setModel(store.read()))
  }, [store])
  return model
}
