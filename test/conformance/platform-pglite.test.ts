import { platformSuite } from './platform-suite.ts'
import { startSqlPlatform } from './sql-platform.ts'

platformSuite('the reference platform on its embedded database', () => startSqlPlatform())
