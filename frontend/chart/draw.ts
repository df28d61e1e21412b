/** The parts of ECharts that charts here are made of. */
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

echarts.use([LineChart, BarChart, ScatterChart, CustomChart, GridComponent, MarkLineComponent, CanvasRenderer])

export type Drawn = echarts.ECharts
export const init = (place: HTMLElement): Drawn => echarts.init(place, null, { renderer: 'canvas' })
