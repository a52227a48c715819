/** How the sample's models of each category look: names, sizes, grades, prices. Plausible, and made up. */
import type { GradeKind } from '../../catalog/listing.ts'

export interface SampleCategory {
  readonly code: string
  readonly name: string
  /** Out of all listings, parts in a hundred. */
  readonly share: number
  /** Sizes that the model and price follow. */
  readonly sizes: readonly number[]
  /** The model with its size; `%` stands for the variant's letters and digits. */
  readonly model: (size: number) => string
  readonly gradeKind: GradeKind
  /** Yuan for the smallest size and for the largest. */
  readonly price: readonly [least: number, most: number]
  /** Product type number in the energy or water label's record number; null: carries no label. */
  readonly label: number | null
}

export const sampleCategories: readonly SampleCategory[] = [
  {
    code: 'refrigerator',
    name: '电冰箱',
    share: 14,
    sizes: [182, 215, 256, 301, 406, 480, 501, 556, 605],
    model: (size) => `BCD-${size}%`,
    gradeKind: 'energy',
    price: [1299, 8999],
    label: 8,
  },
  {
    code: 'washing_machine',
    name: '滚筒洗衣机',
    share: 12,
    sizes: [70, 80, 90, 100, 120],
    model: (size) => `XQG${size}-%`,
    gradeKind: 'energy',
    price: [1199, 6999],
    label: 7,
  },
  {
    code: 'television',
    name: '平板电视',
    share: 12,
    sizes: [43, 50, 55, 65, 75, 85, 98],
    model: (size) => `${size}%`,
    gradeKind: 'energy',
    price: [1299, 15999],
    label: 22,
  },
  {
    code: 'air_conditioner',
    name: '房间空气调节器',
    share: 14,
    sizes: [26, 35, 50, 72],
    model: (size) => `KFR-${size}GW/%`,
    gradeKind: 'energy',
    price: [1799, 8499],
    label: 27,
  },
  {
    code: 'computer',
    name: '笔记本电脑',
    share: 8,
    sizes: [13, 14, 15, 16, 17],
    model: (size) => `NB${size}-%`,
    gradeKind: 'energy',
    price: [2999, 12999],
    label: 18,
  },
  {
    code: 'water_heater',
    name: '热水器',
    share: 8,
    sizes: [40, 50, 60, 80],
    model: (size) => `DSZF-${size}%`,
    gradeKind: 'energy',
    price: [799, 4599],
    label: 14,
  },
  {
    code: 'cooktop',
    name: '家用燃气灶',
    share: 6,
    sizes: [2, 3],
    model: (size) => `JZT-${size}%`,
    gradeKind: 'energy',
    price: [599, 3299],
    label: 31,
  },
  {
    code: 'range_hood',
    name: '吸油烟机',
    share: 6,
    sizes: [200, 218, 258, 288],
    model: (size) => `CXW-${size}-%`,
    gradeKind: 'energy',
    price: [999, 5499],
    label: 29,
  },
  {
    code: 'dishwasher',
    name: '洗碗机',
    share: 4,
    sizes: [8, 10, 13, 16],
    model: (size) => `WQP${size}-%`,
    gradeKind: 'energy',
    price: [1999, 8999],
    label: 33,
  },
  {
    code: 'air_source_heater',
    name: '空气源热泵热风机',
    share: 3,
    sizes: [36, 50, 72],
    model: (size) => `KFRS-${size}%`,
    gradeKind: 'energy',
    price: [2599, 7999],
    label: 34,
  },
  {
    code: 'robot_vacuum',
    name: '扫地机器人',
    share: 3,
    sizes: [1, 2, 3],
    model: (size) => `RV${size}-%`,
    gradeKind: 'none',
    price: [1299, 5499],
    label: null,
  },
  {
    code: 'water_purifier',
    name: '净水器',
    share: 4,
    sizes: [400, 600, 800, 1200],
    model: (size) => `RO${size}-%`,
    gradeKind: 'water',
    price: [999, 4999],
    label: 41,
  },
  {
    code: 'clothes_dryer',
    name: '干衣机',
    share: 2,
    sizes: [8, 9, 10],
    model: (size) => `HG${size}-%`,
    gradeKind: 'none',
    price: [1999, 6999],
    label: null,
  },
  {
    code: 'projector',
    name: '投影机',
    share: 2,
    sizes: [1, 2, 4],
    model: (size) => `PJ${size}K-%`,
    gradeKind: 'energy',
    price: [1599, 8999],
    label: 37,
  },
  {
    code: 'smart_toilet',
    name: '智能坐便器',
    share: 2,
    sizes: [305, 400],
    model: (size) => `ZN${size}-%`,
    gradeKind: 'water',
    price: [1299, 6999],
    label: 42,
  },
]
