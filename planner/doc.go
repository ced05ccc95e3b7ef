// Package planner holds the contract of planning: what is known besides the statements (Config), and what
// comes out (Result, Plan, Route, Graph, Difference). It plans nothing itself; the packages below it do:
//
//	text ─► syntax ─► resolve ─► logical ─► decide ─► advise ─► Plan
//	          │          ▲         tree of    needs, keys,  what to know
//	          └► project ┘         operators  verdicts      and to do
//
// pipeline runs these steps for every statement of the texts. The statements are one project: project finds
// an order in which what makes a topic is planned before what reads it, and shows who reads and writes what.
// Diff compares two results. Nothing here prints.
//
// Each thing has one word:
//
//	partition         of the job; a source partition is one of the topic
//	key               columns whose hash routes a record
//	required          what an operator needs of the distribution of its input
//	delivered         what a strategy gives
//	fact              "records that agree on From agree on To", with its reason
//	proof             the facts by which delivered satisfies required
//	step              a question of the decision tree that was asked, with its answer
//	exchange          records leave the partition that they were read from
//	stage             operators that one distribution serves
//	group             records that must meet; a split group lies in several partitions
package planner
