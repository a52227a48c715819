import { startMemoryPlatform } from './memory-platform.ts'
import { platformSuite } from './platform-suite.ts'

platformSuite('the platform in memory', () => startMemoryPlatform())
