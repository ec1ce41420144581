import type { TestGuardianship } from './person.ts'

const body = { bodyKk: 'Үлгі қаласының әкімдігі', bodyRu: 'Акимат города Улги' }

/** Decisions in the register of guardianship, by the test person who has them. */
export const guardianships = {
  oneWard: [
    {
      kind: 'GUARDIAN',
      decisionNumber: '117-ө',
      decisionDate: '2023-04-12',
      ...body,
      wards: [
        { surname: 'Үлгіова', given: 'Аружан', patronymic: 'Сынаққызы', birthDate: '2016-09-03', hasProperty: false },
      ],
    },
  ],
  twoWards: [
    {
      kind: 'GUARDIAN',
      decisionNumber: '48-ө',
      decisionDate: '2022-02-21',
      ...body,
      wards: [
        { surname: 'Сынақов', given: 'Әлихан', patronymic: 'Үлгіұлы', birthDate: '2015-01-30', hasProperty: true },
        { surname: 'Сынақова', given: 'Көркем', patronymic: 'Үлгіқызы', birthDate: '2018-11-07', hasProperty: false },
      ],
    },
  ],
  custody: [
    {
      kind: 'CUSTODIAN',
      decisionNumber: '203-ө',
      decisionDate: '2025-08-19',
      ...body,
      wards: [
        {
          surname: 'Сынақбаев',
          given: 'Диңмұхамед',
          patronymic: 'Үлгіұлы',
          birthDate: '2011-05-14',
          hasProperty: false,
        },
      ],
    },
  ],
  none: [],
} satisfies Record<string, readonly TestGuardianship[]>
