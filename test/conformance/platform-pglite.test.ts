import { platformSuite } from './platform-suite.ts'
import { describeAuthorityPeople } from './platform-admin.ts'
import { startSqlPlatform } from './sql-platform.ts'

platformSuite('the reference platform on its embedded database', () => startSqlPlatform(), describeAuthorityPeople)
