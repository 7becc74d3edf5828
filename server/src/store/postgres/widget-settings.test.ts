import { widgetSettingsContract } from '../widget-settings-contract.ts'
import { clearAway, open } from './testing.ts'

widgetSettingsContract('PostgreSQL', open, clearAway)
