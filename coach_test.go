package oneonone_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"oneonone"
)

// The fields of an ask in these tests: an event on Saturday 13 June at 17:30 UTC, a
// role from Monday 1 June.
var (
	saturday  = time.Date(2026, time.June, 13, 17, 30, 0, 0, time.UTC)
	firstJune = oneonone.Date{Year: 2026, Month: time.June, Day: 1}
)

// field fills in a field of an ask.
type field func(*oneonone.Proposal)

func timed(p *oneonone.Proposal) { p.At = saturday }
func role(p *oneonone.Proposal)  { p.What = oneonone.Role }
func from(p *oneonone.Proposal)  { p.What, p.Starts = oneonone.Role, firstJune }
func why(p *oneonone.Proposal)   { p.Why = "The council votes next week, and they listen to her" }
func where(place string) field   { return func(p *oneonone.Proposal) { p.Where = place } }

// proposal is an ask with these words.
func proposal(words string, fields ...field) oneonone.Proposal {
	p := oneonone.Proposal{What: oneonone.Event, Words: words}
	for _, f := range fields {
		f(&p)
	}
	return p
}

// faults are what an ask is told, in order.
func faults(a oneonone.Advice) string {
	var out []string
	for _, r := range a.Remarks {
		out = append(out, string(r.Fault))
	}
	return strings.Join(out, " ")
}

// Asks as good organizers make them. None has anything that must change; where
// something could be stronger, it says what.
func TestCoachOnGoodAsks(t *testing.T) {
	for _, tt := range []struct {
		words  string
		fields []field
		want   string
	}{
		// All there is, in one sentence.
		{"Will you welcome people at the door on Saturday at six, because they know your face?", nil, ""},
		{"Rosa, will you speak about the mould at the hearing on 14 June at 9, in City Hall? The judge decides that day.", nil, ""},
		{"The council votes on Tuesday. Will you stand with me on the steps of the library at 18:30?", nil, ""},
		{"You've lived here for twenty years, and people listen to you. Will you chair our meeting in the courtyard on Sunday at 4?", nil, ""},
		{"The landlord's notice runs out on the 30th. Can you come to the tenants' meeting tomorrow at seven, in the laundry room?", nil, ""},
		{"Can I count on you on Friday at 7 at St. Mary's? They vote on Monday, and you're the one they trust.", nil, ""},
		{"Would you like to come with me to the vigil on Thursday at 8pm, in front of the courthouse? Your brother's story is why I go.", nil, ""},
		{"Ana, would you come with me on Wednesday at noon to the bus depot, since you know every driver there?", nil, ""},
		{"Will you drive Mrs. Lee to the polls on Tuesday at 10, from the church, because the bus doesn't run that day?", nil, ""},
		{"We need ten names by Friday. Will you knock on the doors of your floor with me tonight at 6?", nil, "no_place"},
		{"Will you sing at the strike kitchen on Saturday 13 June at 5pm? You gave me goose bumps last time.", nil, ""},
		{"I'm asking you because you asked the best question last week: will you be our table captain on Sunday at 11 at the parish hall?", nil, ""},

		// What a field holds is said.
		{"Will you welcome people at the door?", []field{timed, where("the library"), why}, ""},
		{"Will you speak first?", []field{timed, where("Room 4"), why}, ""},
		{"Will you help out?", []field{timed, where("Café Luz"), why}, ""},
		{"Will you get involved on Saturday at 10, at the food bank?", []field{why}, ""},
		{"Can you lend a hand?", []field{timed, where("the parish kitchen")}, "no_reason"},

		// The sources' own good ones often lack a date, a place or a reason: no must.
		{"Will you come to the meeting?", nil, "no_time no_place"},
		{"Will you host a house meeting?", nil, "no_time no_place"},
		{"Will you join us on the picket line tomorrow?", nil, "no_place no_reason"},
		{"Can you make ten calls with me on Thursday evening?", nil, "no_place no_reason"},
		{"Would you bring your sister on Saturday?", nil, "no_place no_reason"},
		{"Would you like to come with me?", nil, "no_time no_place"},
		{"Are you willing to speak to the press on Monday at 9?", nil, "no_place no_reason"},
		{"Come to the assembly on Sunday at three in the courtyard. The heating has been off for a month.", nil, "no_question"},
		{"I'd like you to be the voice of your building on Tuesday at 6 in the library.", nil, "no_reason no_question"},
		{"We want you to open the meeting on Sunday, because the others follow you. Will you?", nil, "no_place"},

		// Two times of one ask are one ask; so is asking it twice in other words.
		{"Can you do Saturday at 10 or Sunday at 2 at the hall, before the council votes?", nil, ""},
		{"Will you staff the table on Tuesday and Thursday evenings in the lobby? You know everybody.", nil, ""},
		{"Will you come to the rally on Saturday at noon in Elm Park? Can I count on you? They decide on Monday.", nil, ""},
		{"Will you come? It's on Saturday at 6 at my house. Will you be there?", nil, "no_reason"},
		{"Can you come to the office on Friday at 5? Does that work for you?", nil, "no_reason"},
		{"Will you come to the church on Sunday at 9 and bring your mother?", nil, "no_reason"},
		{"Will you stand up on Tuesday at 7 at the town hall, tell your story and ask for the repairs?", nil, "no_reason"},
		{"Will you design, write and print the flyer by Friday, because the vote is on Monday?", nil, "no_place"},
		{"Will you come and hear her, Saturday 6pm at the mosque?", nil, "no_reason"},
		{"Can you believe what they charge? Will you come to the hearing on Monday at 9 at the courthouse?", nil, "no_reason"},
		{"Do you remember the night the heating failed? Will you tell it to the council on Tuesday at 7, in City Hall?", nil, "no_reason"},

		// Words that would be a must, were they about the asking.
		{"I'm sorry for your loss, Marta. Will you light the first candle on Friday at 7 at the church, because he was one of us?", nil, ""},
		{"I was sorry to hear about the fire. Will you tell the council on Tuesday at 7, in City Hall, what happened?", nil, ""},
		{"The landlord should be sorry. Will you say so on Monday at 9 at the courthouse, because you were there?", nil, ""},
		{"Will you meet the drivers at the Maybe Café on Saturday at 6? The strike vote is on Monday.", nil, ""},
		{"Maybe Café, Saturday at 6: will you come, because the drivers trust you?", nil, ""},
		{"They told us “maybe” for a year. Will you stand with us on Tuesday at 9 in front of the town hall?", nil, ""},
		{"He said \"if you have time\". We don't. Will you come tomorrow at 7 to the union office?", nil, ""},
		{"I don't want a maybe from the mayor. Will you ask him on Tuesday at 7 at the town hall?", nil, "no_reason"},
		{"The city has to do something. Will you tell them on Monday at 10, at the library, because you were there?", nil, ""},
		{"Many want to get involved since your speech. Will you greet them on Sunday at 4 in the parish hall?", nil, ""},
		{"Will you help out with the flyers on Saturday at 9, at the print shop, because Joao is ill?", nil, ""},
		{"Will you help out at the food bank?", nil, "no_time no_reason"},
		{"If you have time for a choir, you have time for a union: will you sing at the gate on Friday at 6?", nil, ""},
		{"Is there any way you could be possible? Will you come on Friday at 6 to the hall?", nil, "no_reason"},

		{"Could you come by the office at some point on Saturday?", []field{why}, ""},
		{"The mayor said he'd get involved. Will you hold him to it?", nil, "no_time no_place"},
		{"Will you meet me at 12 Elm Street?", nil, "no_time no_reason"},
		{"Will you knock on the doors of the 4th floor with me?", nil, "no_time no_place"},
		{"Will you meet me at St. Mary's on Sunday at 9? Maybe Café is closed.", []field{why}, ""},

		{"Will you tell the mayor on Tuesday at 7, at the town hall, that a maybe won't do?", []field{why}, ""},
		{"Will you ask him on Tuesday at 7, at the town hall, for a yes and no maybe?", []field{why}, ""},
		{"¿Puedes contar el martes a las 7 en el ayuntamiento tu historia personal y familiar en dos minutos y pedir los arreglos?", []field{why}, ""},

		{"Can you table with me Saturday 10-12 at the farmers market? We're 40 signatures short.", nil, ""},
		{"Will you come with me to the tenant meeting at 7 tonight in 4B? Your leak is why we're meeting.", nil, ""},
		{"Will you come to the delegation to the boss on Thursday at 2pm in her office? If ten of us walk in she can't ignore it.", nil, ""},
		{"Will you stand with the nurses on the picket line at St. Luke's, Tuesday 6am? They strike for safe staffing.", nil, ""},
		{"Can I count on you to bring five people to the hearing on March 3rd at 6:30pm at City Hall? The vote is that night.", nil, ""},
		{"Will you sign your union card with me right now? The company files on Monday.", nil, "no_place no_reason"},
		{"Would you be willing to speak on Friday at 6 at the hall? They listen to you.", nil, ""},
		{"Could you speak on Friday at 6 at the hall?", nil, "no_reason"},
		{"If you're free on Saturday, will you come to the hall at 6?", []field{why}, ""},
		{"If you can bring a drum, will you play it on Saturday at 6 at the hall?", []field{why}, ""},
		{"Can you help me carry the chairs on Friday at 5 to the hall?", []field{why}, ""},
		{"Will you help Rosa cook on Saturday at 9, in the parish kitchen?", []field{why}, ""},
		{"Will you help with the flyers?", nil, "no_time no_place"},
		{"Can you help us on Saturday at 10 at the food bank?", []field{why}, ""},
		{"The nurses need your help. Will you walk the line with them on Tuesday at 6, at St. Luke's?", nil, ""},
		{"Will you come on Saturday at 6 to the hall? Let me know if you'd like to bring the drum.", []field{why}, ""},
		{"Will you bring the chairs on Friday at 5 to the hall and set them up?", []field{why}, ""},

		// A role needs a start, and no place.
		{"Will you be the captain of the third floor, starting in June? They open the door when you knock.", []field{role}, ""},
		{"Will you take the minutes from next week on?", []field{role, why}, ""},
		{"Will you keep our accounts?", []field{from, why}, ""},
		{"Will you keep our accounts? You're the only one who reads a budget for fun.", []field{from}, ""},
		{"Will you be our treasurer?", []field{role}, "no_time no_reason"},
		{"Would you lead the Tuesday phone bank, every week until the election? You make it feel easy.", []field{role}, ""},
		{"Will you be our treasurer from January? Nobody else reads a budget for fun.", []field{role}, ""},
		{"Will you be our building captain? It takes two hours a week until December.", []field{role}, ""},
		{"Would you take the welcome table, because newcomers smile when they see you?", []field{role}, "no_time"},

		// Spanish.
		{"¿Recibes a la gente en la puerta el sábado a las seis? Te conocen y confían en ti.", nil, ""},
		{"Rosa, ¿puedes hablar de la humedad en el ayuntamiento el 14 de junio a las 9? Ese día deciden.", nil, ""},
		{"El pleno vota el martes. ¿Vienes conmigo a la plaza a las siete?", nil, ""},
		{"¿Quieres venir conmigo a la vigilia el jueves a las 20:00, frente al juzgado, porque tu hermano era uno de los nuestros?", nil, ""},
		{"¿Te gustaría venir conmigo a la asamblea mañana a las siete en el portal?", nil, "no_reason"},
		{"¿Podrías llevar a doña Carmen a votar el domingo a las 11, desde la parroquia, porque no hay autobús?", nil, ""},
		{"¿Cuento contigo el viernes a las 7 en el local? Votan el lunes.", nil, ""},
		{"¿Vienes a la reunión?", nil, "no_time no_place"},
		{"Siento mucho lo de tu padre. ¿Enciendes la primera vela el viernes a las ocho en la iglesia, porque todos lo querían?", nil, ""},
		{"¿Serás la delegada del tercer piso desde junio? Cuando tú llamas, abren.", []field{role}, ""},
		{"¿Puedes llevar las cuentas?", []field{from, why}, ""},
		{"¿Puedes el sábado a las 10 o el domingo a las 12, en la sede, antes de que voten?", nil, ""},
		{"¿Vienes a hablar y a escuchar el sábado a las 5 en la escuela, porque el plazo acaba?", nil, ""},
		{"¿Echas una mano el sábado a las diez en el banco de alimentos?", []field{why}, ""},
		{"Nos dijeron «quizás» durante un año. ¿Vienes el martes a las nueve a la puerta del ayuntamiento?", nil, ""},
		{"puedes traer a tu hermana el sábado a las 6 a la plaza? necesito que la conozcan", nil, ""},

		// Of another language it knows only what needs no language.
		{"Viendras-tu avec moi samedi à 18 heures, à la bibliothèque ?", nil, ""},
		{"Kommst du am Samstag um 18 Uhr in die Bibliothek?", nil, ""},
		{"Você vem comigo à reunião no sábado às seis?", nil, ""},
		{"土曜日の六時に来てくれますか？", nil, ""},
		{"Kommst du am Samstag", nil, "no_question"},
	} {
		t.Run(tt.words, func(t *testing.T) {
			a := oneonone.Coach(proposal(tt.words, tt.fields...), time.UTC)
			for _, r := range a.Remarks {
				if r.Grade == oneonone.Must {
					t.Errorf("a must on a good ask: %s", asRead(r.Says))
				}
			}
			if diff := cmp.Diff(tt.want, faults(a)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if clear := strings.Contains(a.Good.Key, "be quiet"); clear != (tt.want == "") {
				t.Errorf("with the remarks %q it says %q", tt.want, asRead(a.Good))
			}
		})
	}
}

// asRead is a sentence as it reads in English.
func asRead(s oneonone.Sentence) string { return fmt.Sprintf(s.Key, s.Args...) }

// Asks as most of us make them first: what must change, and a better sentence,
// where one is sure to be good.
func TestCoachOnWeakAsks(t *testing.T) {
	for _, tt := range []struct {
		words     string
		fields    []field
		want, try string
	}{
		// Nothing named.
		{"Can you help out?", nil, "vague no_time", ""},
		{"Will you get involved?", []field{why}, "vague no_time", ""},
		{"Do you want to get involved in the tenants' union?", nil, "vague no_time", ""},
		{"We'd love you to get more involved with the campaign.", nil, "vague no_time", ""},
		{"Can you help out with things?", []field{timed}, "vague no_place", "Will you come on Saturday 13 June at 17:30?"},
		{"The council votes soon. Can you help out?", []field{timed, where("")}, "vague no_place", "The council votes soon. Will you come on Saturday 13 June at 17:30?"},
		{"Could you lend us a hand on Saturday?", nil, "vague no_place", ""},
		{"Will you do something for the union?", []field{role}, "vague no_time", ""},
		{"Will you be part of the movement?", []field{from}, "vague no_reason", ""},
		{"Could you come by the office at some point?", []field{timed}, "vague no_reason", "Could you come by the office on Saturday 13 June at 17:30?"},
		{"Could you come by the office at some point?", nil, "vague no_time", ""},
		{"Will you take on the newsletter some day?", []field{from, why}, "vague", "Will you take on the newsletter from Monday 1 June?"},
		{"Can you come to the library one of these days, Ana?", []field{timed, why}, "vague", "Can you come to the library on Saturday 13 June at 17:30, Ana?"},
		{"¿Puedes echar una mano?", []field{timed}, "vague no_place", "¿Vienes el sábado 13 de junio a las 17:30?"},
		{"¿Quieres involucrarte?", nil, "vague no_time", ""},
		{"¿Quieres colaborar con el sindicato?", []field{why}, "vague no_time", ""},
		{"¿Puedes pasar por la sede algún día?", []field{timed, why}, "vague", "¿Puedes pasar por la sede el sábado 13 de junio a las 17:30?"},
		{"¿Te apuntas a llevar el boletín más adelante?", []field{from, why}, "vague", "¿Te apuntas a llevar el boletín desde el lunes 1 de junio?"},

		{"We need volunteers. Can you help?", nil, "vague no_time", ""},
		{"Will you support us?", []field{why}, "vague no_time", ""},
		{"We could really use your help.", []field{why}, "vague no_time", ""},
		{"Can you help us on Saturday?", []field{why, timed}, "vague no_place", "Will you come on Saturday 13 June at 17:30?"},
		{"¿Nos ayudas?", []field{why}, "vague no_time", ""},
		{"Can you drop by the office when you get a chance?", []field{timed, why}, "vague", "Can you drop by the office on Saturday 13 June at 17:30?"},

		// Several at once.
		{"Will you come to the meeting on Saturday and also bring a dish?", nil, "several no_place", "Will you come to the meeting on Saturday?"},
		{"Will you come to the hall on Saturday at 6, bring a dish and phone five people?", []field{why}, "several", "Will you come to the hall on Saturday at 6?"},
		{"Will you come to the vigil on Friday and the march on Sunday?", []field{where("Elm Park"), why}, "several", "Will you come to the vigil on Friday, at Elm Park?"},
		{"Will you speak at the hearing on Monday at 9? And can you collect ten signatures?", []field{where("City Hall"), why}, "several", "Will you speak at the hearing on Monday at 9, at City Hall?"},
		{"Will you phone ten members tonight, or would you rather knock on doors?", []field{why}, "several no_place", "Will you phone ten members tonight?"},
		{"Will you come to the rally on Saturday at noon in the park and join the committee?", []field{why}, "several", "Will you come to the rally on Saturday at noon in the park?"},
		{"Can you bring the chairs on Friday at 5 to the hall? Could you also host a house meeting? And will you drive?", []field{why}, "several", "Can you bring the chairs on Friday at 5 to the hall?"},
		{"Will you sign up, and can you donate?", []field{role, why}, "several no_time", "Will you sign up?"},
		{"¿Vienes a la asamblea el sábado y también traes algo de comer?", []field{why}, "several no_place", "¿Vienes a la asamblea el sábado?"},
		{"¿Puedes venir a la plaza el sábado a las 6, traer un plato y llamar a cinco vecinas?", []field{why}, "several", "¿Puedes venir a la plaza el sábado a las 6?"},
		{"¿Vienes a la vigilia el viernes y a la marcha el domingo?", []field{why}, "several no_place", "¿Vienes a la vigilia el viernes?"},
		{"¿Vienes el martes a las 7 al local? ¿Puedes además traer las firmas?", []field{why}, "several", "¿Vienes el martes a las 7 al local?"},

		{"Can you take notes, bring snacks, and set up chairs on Friday at 5 in the hall?", []field{timed, why}, "several", "Can you take notes on Saturday 13 June at 17:30?"},
		{"Can you canvass Saturday, phone bank Tuesday, and come to the march on Sunday?", []field{why}, "several no_place", "Can you canvass Saturday?"},
		{"Will you come to the meeting or make some calls?", []field{timed, why}, "several no_place", "Will you come to the meeting on Saturday 13 June at 17:30?"},

		// An apology.
		{"Sorry to bother you, but will you welcome people at the door on Saturday at 6?", []field{why}, "apology", "Will you welcome people at the door on Saturday at 6?"},
		{"Sorry to bother you, will you welcome people at the door?", []field{timed, where("Café Luz"), why}, "apology", "Will you welcome people at the door on Saturday 13 June at 17:30?"},
		{"Will you speak first? Sorry to put you on the spot.", []field{timed, where("the parish hall"), why}, "apology", "Will you speak first on Saturday 13 June at 17:30, at the parish hall?"},
		{"Hi Ana, I'm so sorry to ask you this again, but can you take the door on Saturday at 6?", []field{why}, "apology no_place", "Hi Ana, can you take the door on Saturday at 6?"},
		{"Hi Ana! I hate to ask. Can you take the door on Saturday at 6?", []field{why}, "apology no_place", "Hi Ana! Can you take the door on Saturday at 6?"},
		{"Sorry, but could you take the door on Saturday at 6?", []field{why}, "apology no_place", "Could you take the door on Saturday at 6?"},
		{"Sorry for the short notice! Will you drive us to the depot tomorrow at 7?", []field{why}, "apology", "Will you drive us to the depot tomorrow at 7?"},
		{"I know you're busy, but will you speak at the church on Sunday at 10?", []field{why}, "apology", "Will you speak at the church on Sunday at 10?"},
		{"I know you're busy, but if you have time, will you speak at the church on Sunday at 10?", []field{why}, "apology hedge", "Will you speak at the church on Sunday at 10?"},
		{"I know you're busy, but if you have time, would you think about doing a bit more?", []field{why}, "apology hedge", ""},
		{"I know it's a lot to ask. Will you speak at the church on Sunday at 10?", []field{why}, "apology", "Will you speak at the church on Sunday at 10?"},
		{"I don't want to impose, but the judge decides on Monday. Will you come to the courthouse at 9?", nil, "apology", "The judge decides on Monday. Will you come to the courthouse at 9?"},
		{"Will you, sorry to bother you, come to the hall on Friday at 6?", []field{why}, "apology", "Will you come to the hall on Friday at 6?"},
		{"SORRY TO BOTHER YOU BUT CAN YOU COME ON SATURDAY AT 6 TO THE HALL?", []field{why}, "apology", "CAN YOU COME ON SATURDAY AT 6 TO THE HALL?"},
		{"sorry to bother you. can you come on saturday at 6 to the hall?", []field{why}, "apology", "Can you come on saturday at 6 to the hall?"},
		{"I’m sorry to bother you… can you come on Saturday at 6 to the hall?", []field{why}, "apology", "Can you come on Saturday at 6 to the hall?"},
		{"“Sorry to bother you, but will you come on Saturday at 6 to the hall?”", []field{why}, "apology", "Will you come on Saturday at 6 to the hall?”"},
		{"Perdona que te moleste, pero ¿podrías venir?", []field{timed, where("la biblioteca"), why}, "apology", "¿Podrías venir el sábado 13 de junio a las 17:30, en la biblioteca?"},
		{"Perdón por molestarte, Ana. ¿Vienes el sábado a las 6 al local?", []field{why}, "apology", "¿Vienes el sábado a las 6 al local?"},
		{"Sé que es mucho pedir, pero ¿puedes hablar el martes a las 7 en el ayuntamiento?", []field{why}, "apology", "¿Puedes hablar el martes a las 7 en el ayuntamiento?"},
		{"Hola Rosa, siento molestarte, ¿vienes el sábado a las 6 al local?", []field{why}, "apology", "Hola Rosa, ¿vienes el sábado a las 6 al local?"},
		{"No quiero molestar, pero el juez decide el lunes. ¿Vienes a las 9 a la plaza?", nil, "apology", "El juez decide el lunes. ¿Vienes a las 9 a la plaza?"},

		{"You probably don't have time, but could you speak on Friday at the hall?", nil, "apology no_reason", "Could you speak on Friday at the hall?"},
		{"I know this is last minute but can you drive on Friday at 5 from the church?", []field{why}, "apology", "Can you drive on Friday at 5 from the church?"},
		{"I hope it's ok to ask: will you host us on Friday at 5 at your house?", []field{why}, "apology", "Will you host us on Friday at 5 at your house?"},
		{"Sorry, I know you have kids. Can you come at 6 to the hall?", []field{why}, "apology", "Can you come at 6 to the hall?"},
		{"Apologies in advance, could you speak on Tuesday at the hall?", []field{why}, "apology", "Could you speak on Tuesday at the hall?"},

		// A hedge.
		{"Could you maybe come on Saturday at 6 to the hall?", []field{why}, "hedge", "Could you come on Saturday at 6 to the hall?"},
		{"Maybe you could come on Saturday at 6 to the hall?", []field{why}, "hedge", "Will you come on Saturday at 6 to the hall?"},
		{"Will you come to the hall on Saturday, or maybe on Sunday?", []field{why}, "hedge", "Will you come to the hall on Saturday, or on Sunday?"},
		{"Will you come to the hall on Saturday, maybe?", []field{why}, "hedge", "Will you come to the hall on Saturday?"},
		{"Will you come to the hall on Saturday at 6 if you have time?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"If you have time, will you come to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Will you come to the hall, if you have time, on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Will you come to the hall if you have time on Saturday?", []field{why}, "hedge", "Will you come to the hall on Saturday?"},
		{"Will you come to the hall on Saturday at 6? No pressure.", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Will you come to the hall on Saturday at 6, but only if it's not too much trouble?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"If possible, could you come to the hall on Saturday at 6?", []field{why}, "hedge", "Could you come to the hall on Saturday at 6?"},
		{"If you have time on Saturday, will you come to the hall?", []field{why}, "hedge", ""},
		{"Would you be interested in coming to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Would you be interested in the welcome table on Saturday at the hall?", []field{why}, "hedge", "Can I count on you for the welcome table on Saturday at the hall?"},
		{"Would you be interested in yodelling on Saturday at the hall?", []field{why}, "hedge", ""},
		{"The welcome table, Saturday at 6, in the library. Would you be interested?", []field{why}, "hedge", "The welcome table, Saturday at 6, in the library. Can I count on you?"},
		{"I was wondering if you could come to the hall on Saturday at 6.", []field{why}, "hedge no_question", "Will you come to the hall on Saturday at 6?"},
		{"Since you spoke so well, I was wondering if you'd be able to open the meeting on Sunday at the hall", nil, "hedge no_question", "Since you spoke so well, will you open the meeting on Sunday at the hall?"},
		{"I was wondering what you think about the hall on Saturday?", []field{why}, "hedge", ""},
		{"Do you think you could come to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Would it be possible for you to come to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"¿Podrías quizás venir el sábado a las 6 al local?", []field{why}, "hedge", "¿Podrías venir el sábado a las 6 al local?"},
		{"¿Quizás puedas venir el sábado a las 6 al local?", []field{why}, "hedge", ""},
		{"¿Vienes el sábado a las 6 al local si tienes tiempo?", []field{why}, "hedge", "¿Vienes el sábado a las 6 al local?"},
		{"Si tienes un rato, ¿vienes el sábado a las 6 al local?", []field{why}, "hedge", "¿Vienes el sábado a las 6 al local?"},
		{"¿Te interesaría venir el sábado a las 6 al local?", []field{why}, "hedge", "¿Quieres venir el sábado a las 6 al local?"},
		{"¿Te interesaría el puesto?", []field{from, why}, "hedge", ""},
		{"Me preguntaba si podrías venir el sábado a las 6 al local.", []field{why}, "hedge no_question", "¿Quieres venir el sábado a las 6 al local?"},
		{"¿Estarías interesada en hablar el martes a las 7 en el ayuntamiento?", []field{why}, "hedge", "¿Quieres hablar el martes a las 7 en el ayuntamiento?"},
		{"¿Vienes a lo mejor el sábado a las 6 al local?", []field{why}, "hedge", "¿Vienes el sábado a las 6 al local?"},

		{"Could you come to the hall on Saturday if you have time, because they vote on Monday? No worries if not!", nil, "hedge", "Could you come to the hall on Saturday, because they vote on Monday?"},
		{"If you have time maybe you could come to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Would you host the meeting on Sunday at your place, and if you can't, maybe your sister?", []field{why}, "hedge", "Would you host the meeting on Sunday at your place, and if you can't, your sister?"},
		{"Maybe we could do something together on Saturday?", []field{where("the hall"), why}, "hedge", ""},
		{"Will you come to the hall on Saturday? Or, if you have time, on Sunday?", []field{why}, "hedge", ""},
		{"Quizás podrías venir el sábado a las 6 al local.", []field{why}, "hedge no_question", "¿Podrías venir el sábado a las 6 al local?"},

		{"Will you come to the hall on Friday at 6 p.m. if you have time?", []field{why}, "hedge", "Will you come to the hall on Friday at 6 p.m.?"},
		{"Sorry to bother you, but will you speak at St. Mary's on Friday at 6?", []field{why}, "apology", "Will you speak at St. Mary's on Friday at 6?"},
		{"Sorry to bother you, but will you speak at St. Mary's if you have time?", []field{timed, why}, "apology hedge", "Will you speak at St. Mary's on Saturday 13 June at 17:30?"},
		{"Sorry to bother you, but will you come on Friday at 6 to the hall? " + strings.Repeat("They decide. ", 25), nil, "apology", ""},

		{"Will you, if you have time, come to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},

		{"Would you be open to coming to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Would you mind coming to the hall on Saturday at 6?", []field{why}, "hedge", "Will you come to the hall on Saturday at 6?"},
		{"Would you consider being our treasurer from January?", []field{role, why}, "hedge", "Will you be our treasurer from January?"},
		{"I was hoping you could come to the hall on Saturday at 6.", []field{why}, "hedge no_question", "Will you come to the hall on Saturday at 6?"},
		{"It would be great if you could come to the hall on Saturday at 6!", []field{why}, "hedge no_question", "Will you come to the hall on Saturday at 6?"},
		{"Feel free to join us on Saturday at 6 at the hall!", []field{why}, "hedge no_question", "Will you join us on Saturday at 6 at the hall?"},
		{"Let me know if you'd like to help.", []field{why}, "hedge no_time", ""},
		{"Sería genial que pudieras venir el sábado a las 6 al local.", []field{why}, "hedge no_question", "¿Quieres venir el sábado a las 6 al local?"},
		{"Will you come on Saturday at 6 to the hall if you want to?", []field{why}, "hedge", "Will you come on Saturday at 6 to the hall?"},
		{"If you're free, could you come to the hall on Saturday at 6?", []field{why}, "hedge", "Could you come to the hall on Saturday at 6?"},
		{"No rush, but can you sign the card on Friday at the hall?", []field{why}, "hedge", "Can you sign the card on Friday at the hall?"},

		// Two musts share one better sentence; a third is not told.
		{"Sorry to bother you, but could you maybe come to the hall on Saturday at 6?", nil, "apology hedge", "Could you come to the hall on Saturday at 6?"},
		{"I hate to ask, but if you have time, would you be interested in speaking at some point?", []field{timed, where("the parish hall")}, "vague apology", "Will you speak on Saturday 13 June at 17:30, at the parish hall?"},
		{"Sorry to bother you, maybe you could help out and also bring your sister?", nil, "vague several", ""},

		// What could be stronger.
		{"Will you come to the hall on Saturday at 6 and stand beside us in front of everybody and look the man who owns all of these buildings in the eye while he explains to the council why the heating has been off since the end of October?", []field{why}, "too_long", ""},
		{"Will you come on Saturday", []field{where("the hall"), why}, "no_question", ""},
		{"Saturday at 6, at the hall", []field{why}, "no_question", ""},
		{"Will you come? " + strings.Repeat("The heating is off. ", 30), []field{timed, where("the hall")}, "", ""},
	} {
		t.Run(tt.words, func(t *testing.T) {
			p := proposal(tt.words, tt.fields...)
			a := oneonone.Coach(p, time.UTC)
			if diff := cmp.Diff(tt.want, faults(a)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			try := ""
			for _, r := range a.Remarks {
				try = r.Try
				if r.Grade == oneonone.Must {
					break
				}
			}
			if diff := cmp.Diff(tt.try, try); diff != "" {
				t.Errorf("better (-want +got):\n%s", diff)
			}
			sound(t, p, a)
		})
	}
}

// sound holds advice to what is true of all of it.
func sound(t interface {
	Helper()
	Errorf(string, ...any)
}, p oneonone.Proposal, a oneonone.Advice) {
	t.Helper()
	if a.Good.Key == "" {
		t.Errorf("%q: nothing good is said", p.Words)
	}
	if n := len(a.Remarks); n > oneonone.RemarksMost {
		t.Errorf("%q: %d remarks", p.Words, n)
	}
	musts := []oneonone.Fault{oneonone.Vague, oneonone.Several, oneonone.Apology, oneonone.Hedge}
	for i, r := range a.Remarks {
		if (r.Grade == oneonone.Must) != slices.Contains(musts, r.Fault) {
			t.Errorf("%q: %s is a %s", p.Words, r.Fault, r.Grade)
		}
		if i > 0 && a.Remarks[i-1].Grade == oneonone.Could && r.Grade == oneonone.Must {
			t.Errorf("%q: a must stands behind a could", p.Words)
		}
		if i > 0 && a.Remarks[i-1].Fault == r.Fault {
			t.Errorf("%q: %s twice", p.Words, r.Fault)
		}
		if strings.Contains(asRead(r.Says), "%!") {
			t.Errorf("%q: %s", p.Words, asRead(r.Says))
		}
		if r.Try == "" {
			continue
		}
		if r.Grade == oneonone.Could || utf8.RuneCountInString(r.Try) > oneonone.TryMost || r.Try == p.Words || !strings.Contains(r.Try, "?") {
			t.Errorf("%q: the better sentence of a %s is %q", p.Words, r.Grade, r.Try)
		}
		better := p
		better.Words = r.Try
		for _, still := range oneonone.Coach(better, time.UTC).Remarks {
			if still.Grade == oneonone.Must {
				t.Errorf("%q becomes %q, of which it says: %s", p.Words, r.Try, asRead(still.Says))
			}
		}
	}
}

// Who has typed nothing yet is not told what is missing.
func TestCoachOnNothing(t *testing.T) {
	for _, words := range []string{"", "  \n", "\u200b", "?!…", "🙂"} {
		a := oneonone.Coach(proposal(words), nil)
		if faults(a) != "" || !strings.HasPrefix(asRead(a.Good), "Begin with the words") {
			t.Errorf("%q: %s, %s", words, asRead(a.Good), faults(a))
		}
	}
}

// Something good is said first, and it is true.
func TestCoachSaysSomethingGood(t *testing.T) {
	ifTime := func(p *oneonone.Proposal) { p.IfTime = "Sunday" }
	for _, tt := range []struct {
		words  string
		fields []field
		want   string
	}{
		{"Will you come?", []field{timed, where("the hall"), why}, "Clear: what, when and where. Say it, then be quiet and let them think."},
		{"Will you be our treasurer?", []field{from, why}, "Clear: what it is, and when it starts. Say it, then be quiet and let them think."},
		{"Kommst du?", nil, "Short, and a question. Say it, then be quiet and let them think."},
		{"Can you help out?", []field{where("the hall"), why}, "You say why it matters. That's what people remember."},
		{"Can you help out?", []field{timed, where("the hall")}, "They'll know when and where."},
		{"Maybe on Saturday?", nil, "They'll know when: that makes it real."},
		{"Maybe be our treasurer?", []field{from}, "They'll know when it starts."},
		{"Can you help out, in the courtyard?", nil, "They'll know where."},
		{"Can you help out?", []field{ifTime}, "You've thought of what to offer after a no."},
		{"Can you help out?", nil, "A short question: they'll hear all of it."},
		{"Maybe come", nil, "You're finding the words before you need them. That's half of it."},
	} {
		a := oneonone.Coach(proposal(tt.words, tt.fields...), time.UTC)
		if diff := cmp.Diff(tt.want, asRead(a.Good)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.words, diff)
		}
	}
}

// The better sentence has the fields in it, as one says them; a place that no
// sentence would take stays in its field.
func TestCoachTellsTheFields(t *testing.T) {
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		words, place string
		zone         *time.Location
		want         string
	}{
		{"Maybe you could speak first?", "Café Luz", nil, "Will you speak first on Saturday 13 June at 17:30, at Café Luz?"},
		{"Maybe you could speak first?", "12 Elm Street", madrid, "Will you speak first on Saturday 13 June at 19:30, at 12 Elm Street?"},
		{"Maybe you could speak first?", "The parish hall, side door.", nil, "Will you speak first on Saturday 13 June at 17:30, at the parish hall, side door?"},
		{"Maybe you could speak first?", "In the courtyard", nil, "Will you speak first on Saturday 13 June at 17:30, in the courtyard?"},
		{"Maybe you could speak first?", "library", nil, "Will you speak first on Saturday 13 June at 17:30?"},
		{"Maybe you could speak first?", "Zoom", nil, "Will you speak first on Saturday 13 June at 17:30?"},
		{"Maybe you could speak first?", "https://meet.example/x", nil, "Will you speak first on Saturday 13 June at 17:30?"},
		{"Maybe you could speak first?", "the hall\n2nd floor", nil, "Will you speak first on Saturday 13 June at 17:30?"},
		{"Maybe you could speak first?", strings.Repeat("Long ", 20), nil, "Will you speak first on Saturday 13 June at 17:30?"},
		{"Maybe you could speak first?", "🙂", nil, "Will you speak first on Saturday 13 June at 17:30?"},
		// Where the sentence goes on, a time at its end would belong to that.
		{"Maybe you could speak first, because they know you?", "Café Luz", nil, "Will you speak first, because they know you?"},
		{"Maybe you could speak first, Ana?", "Café Luz", nil, "Will you speak first, Ana?"},
		{"¿Podrías quizás hablar?", "Café Luz", madrid, "¿Podrías hablar el sábado 13 de junio a las 19:30, en Café Luz?"},
		{"¿Podrías quizás hablar?", "El local", nil, "¿Podrías hablar el sábado 13 de junio a las 17:30, en el local?"},
		{"¿Podrías quizás hablar?", "casa de Ana", nil, "¿Podrías hablar el sábado 13 de junio a las 17:30?"},
	} {
		a := oneonone.Coach(proposal(tt.words, timed, where(tt.place)), tt.zone)
		if len(a.Remarks) == 0 {
			t.Errorf("%q: no remark", tt.words)
			continue
		}
		if diff := cmp.Diff(tt.want, a.Remarks[0].Try); diff != "" {
			t.Errorf("%q at %q (-want +got):\n%s", tt.words, tt.place, diff)
		}
	}
	early := oneonone.Coach(oneonone.Proposal{What: oneonone.Event, Words: "¿Podrías quizás venir?", At: time.Date(2026, time.June, 13, 1, 5, 0, 0, time.UTC)}, nil)
	if diff := cmp.Diff("¿Podrías venir el sábado 13 de junio a la 1:05?", early.Remarks[0].Try); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whatever people type: it holds, and never breaks. The words are strung together
// of what the coach listens for, and of what it does not.
func TestCoachOnAnything(t *testing.T) {
	pieces := []string{
		"sorry to bother you", "I'm sorry", "but", "pero", "maybe", "Maybe", "perhaps", "if you have time", "no pressure", "would you be interested in", "coming", "the table",
		"I was wondering if you could", "help out", "get involved", "at some point", "and also", "and", "or", "bring a dish", "phone five", "join the", "will you", "Will you", "can you", "please",
		"come", "on Saturday", "and the march on Sunday", "at 6", "18:30", "14/6", "at the hall", "in", "because they vote", "Ana", "hi Ana", "perdona que te moleste", "¿puedes", "¿", "quizás", "venir", "echar una mano",
		"algún día", "te interesaría", "si tienes tiempo", "y también", "el sábado", ",", ".", "?", "!", "…", "\n", "\n\n", "“", "”", "\"", "«", "»", "(", ")", "-", "—", "'", "’", "https://a.b/c?d=e", "p.m.", "St.",
		"🙂", "\u200b", "\u0301", "\xff", "%s", "%", "\x00", "ñ", "İ", "ſ", "ǅ", "日曜日",
	}
	rapid.Check(t, func(t *rapid.T) {
		words := ""
		for _, piece := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces") {
			words += piece + rapid.SampledFrom([]string{" ", " ", " ", "", ", "}).Draw(t, "between")
		}
		p := oneonone.Proposal{
			What: rapid.SampledFrom(append(slices.Clone(oneonone.Commitments), "")).Draw(t, "what"), Words: words,
			Where: rapid.SampledFrom(append(slices.Clone(pieces), "", "Café Luz")).Draw(t, "where"),
		}
		if rapid.Bool().Draw(t, "at") {
			p.At = saturday
		}
		if rapid.Bool().Draw(t, "on") {
			p.Starts = firstJune
		}
		sound(t, p, oneonone.Coach(p, time.UTC))
	})
}

func FuzzCoach(f *testing.F) {
	for _, words := range []string{"", "Sorry to bother you, but could you maybe help out at some point?", "¿Quizás puedas venir el sábado?", "Will you come on 14/6 at 18:30, bring a dish and phone five people?", "\xff“\u200b¿", "https://a.b?c"} {
		f.Add(words, "Café Luz")
	}
	f.Fuzz(func(t *testing.T, words, place string) {
		p := proposal(words, timed, where(place))
		sound(t, p, oneonone.Coach(p, time.UTC))
	})
}

// longAsks are the worst there are, of any length: all musts, one word, one
// sentence, one mark.
func longAsks(n int) map[string]string {
	long := func(s string) string { return strings.Repeat(s, n/len(s)+1)[:n] }
	return map[string]string{
		"asks":        long("Sorry to bother you, but could you maybe help out at some point on Saturday, and also bring a dish and phone five people? "),
		"preguntas":   long("Perdona que te moleste, pero quizas puedes echar una mano algun dia y tambien traer un plato y llamar a cinco? "),
		"no end":      long("will you come and bring a dish, and on saturday and the march "),
		"sorry":       long("so sorry to bother you but "),
		"so":          long("so "),
		"and":         long("and "),
		"will you":    long("will you "),
		"I was":       long("i was wondering if you would be "),
		"at":          long("at the "),
		"one word":    long("x"),
		"quotes":      long("\"maybe\" "),
		"questions":   long("?"),
		"dots":        long(". "),
		"greetings":   long("Hi Ana, "),
		"apostrophes": long("i'"),
	}
}

// The work grows with the length of the words, and no faster.
func TestCoachIsLinear(t *testing.T) {
	short := longAsks(3000)
	for name, long := range longAsks(30_000) {
		at3, at30 := oneonone.Looked(short[name]), oneonone.Looked(long)
		if at30 > 12*at3+100 {
			t.Errorf("%s: it looks at %d words of 3,000 characters and at %d of 30,000", name, at3, at30)
		}
		if per := float64(at3) / 3000; per > 20 {
			t.Errorf("%s: it looks at %d words of 3,000 characters", name, at3)
		}
		coach := func(words string) float64 {
			return testing.AllocsPerRun(1, func() { oneonone.Coach(proposal(words, timed), time.UTC) })
		}
		if at3, at30 := coach(short[name]), coach(long); at30 > 12*at3+100 {
			t.Errorf("%s: %.0f allocations for 3,000 characters, %.0f for 30,000", name, at3, at30)
		}
	}
}

func BenchmarkCoach(b *testing.B) {
	for _, n := range []int{300, 3000, 30_000} {
		for _, name := range []string{"asks", "preguntas", "no end"} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				p := proposal(longAsks(n)[name], timed, where("Café Luz"))
				b.ReportAllocs()
				for b.Loop() {
					oneonone.Coach(p, time.UTC)
				}
			})
		}
	}
}
