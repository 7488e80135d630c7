package oneonone

import "strings"

// This file is what the coach listens for. To teach it a phrase, add it to the
// list it belongs to, in lower case and without accents, and an ask that has it to
// coach_test.go; then an ask that has it and is good all the same, if you can
// think of one.

// phrase is some words in a row, and what they do to an ask.
type phrase struct {
	rest     []string // the words after the first, by which a table finds it
	language language
	fault    Fault
	mend     mend
	with     string // what takes its place, of mendSwap and mendVerb
	anywhere bool   // it weakens the ask from another sentence too
	ends     bool   // it does so only where the thought ends there: “can you help?”
}

// mend is how a sentence gets rid of a phrase and is still one.
type mend string

const (
	mendNone  mend = ""      // no way is sure
	mendCut   mend = "cut"   // an aside that falls out, with its commas and its “but”
	mendWord  mend = "word"  // an adverb: any sentence stands without it
	mendSwap  mend = "swap"  // other words take its place, and it becomes a question
	mendVerb  mend = "verb"  // as mendSwap, with the verb behind it made to fit
	mendWish  mend = "wish"  // as mendSwap, of what asks for nothing yet
	mendDate  mend = "date"  // the day in the field takes its place
	mendWhole mend = "whole" // all of it made anew from the fields
)

// table finds phrases by their first word.
type table map[string][]phrase

// add puts phrases into it that all are as p says.
func (t table) add(p phrase, all ...string) {
	for _, says := range all {
		words := strings.Fields(says)
		p.rest = words[1:]
		t[words[0]] = append(t[words[0]], p)
	}
}

// faults are the phrases that make a must.
var faults = func() table {
	t := table{}

	// Nothing is named. “Help out” may be an hour or a year: people cannot say yes
	// to what they cannot picture, so they say “sure”, and nothing comes of it.
	// With a day and a place beside it, something is named after all.
	vague := phrase{language: english, fault: Vague, mend: mendWhole}
	t.add(vague, "help out", "help us out", "help me out", "get involved", "be involved", "be more involved", "get more involved", "become involved",
		"be more active", "get active", "become active", "pitch in", "lend a hand", "lend us a hand", "do your part", "do your bit",
		"do something", "do anything", "do more", "do a bit more", "do a little more", "be a part of this", "be part of this", "be part of the movement", "support the campaign",
		"support the cause", "support the union", "use your help", "need your help")
	vague.ends = true
	t.add(vague, "can you help", "could you help", "will you help", "would you help", "can you help us", "could you help us", "will you help us", "would you help us", "can you help me", "could you help me",
		"will you help me", "want to help", "like to help", "willing to help", "able to help", "support us")
	vague.language = spanish
	t.add(vague, "puedes ayudar", "puedes ayudarnos", "puedes ayudarme", "podrias ayudar", "podrias ayudarnos", "podrias ayudarme", "nos ayudas", "me ayudas", "quieres ayudar", "nos apoyas")
	vague.ends = false
	t.add(vague, "echar una mano", "echarnos una mano", "echarme una mano", "echas una mano", "involucrarte", "involucrarse", "implicarte", "implicarse", "te involucras", "te implicas",
		"ayudar en algo", "ayudarnos en algo", "hacer algo", "hacer mas", "participar mas", "ser parte de esto", "formar parte de esto", "colaborar", "aportar algo")

	// Nor is a day that nobody can write down. A day in the words excuses it.
	vague = phrase{language: english, fault: Vague, mend: mendDate}
	t.add(vague, "at some point", "some time soon", "sometime soon", "sometime", "some day", "someday", "one of these days", "one day soon", "when you get around to it",
		"at some time", "in the near future", "whenever you can", "when you can", "whenever you want", "whenever suits you",
		"whenever you like", "whenever works for you", "anytime", "when you have time", "when you have a moment", "when you get a chance", "when you have a chance")
	vague.language = spanish
	t.add(vague, "en algun momento", "algun dia", "un dia de estos", "cuando puedas", "cuando quieras", "cuando te venga bien", "mas adelante")

	// An apology for asking turns an invitation into a favour, and them into
	// somebody who is bothered. “Sorry for your loss” is no apology for asking, and
	// stands in no list.
	sorry := phrase{language: english, fault: Apology, mend: mendCut, anywhere: true}
	t.add(sorry, "sorry to bother", "sorry to bother you", "sorry to trouble", "sorry to trouble you", "sorry to disturb", "sorry to disturb you", "sorry to interrupt", "sorry to ask", "sorry to ask you", "sorry to keep asking", "sorry to be asking", "sorry to spring this on you",
		"sorry to put you on the spot", "sorry to impose", "sorry to be a pain", "sorry to be a pest", "sorry to nag", "sorry for asking", "sorry for bothering", "sorry for the short notice",
		"sorry for the late notice", "sorry about the short notice", "sorry that it's short notice", "sorry it's short notice", "sorry it's last minute", "sorry for the bother", "sorry but",
		"sorry for the late text", "sorry for the late message", "sorry for texting so late", "sorry to text so late", "sorry in advance", "sorry i know", "apologies in advance",
		"apologies for asking", "apologies for the short notice", "apologies for bothering", "apologies but", "apologize for asking", "apologise for asking", "my apologies but",
		"i hate to ask", "i hate to bother", "i hate asking", "i hate to be asking", "hate to ask", "hate to bother", "i feel bad asking", "i feel terrible asking", "i feel guilty asking", "i hope it's ok to ask", "i hope it's okay to ask", "i hope you don't mind me asking", "i hope you don't mind but",
		"i feel bad for asking", "i feel awful asking",
		"forgive me for asking", "excuse me for asking", "pardon me for asking", "i don't want to bother", "i don't want to impose", "i don't want to be a bother", "i don't mean to bother",
		"i know it's a lot to ask", "i know that's a lot to ask", "i know this is a lot to ask", "i know it's a big ask", "i know this is a big ask", "i know you're busy but", "i know you are busy but",
		"i know you're very busy but", "i know you're really busy but", "i know how busy you are but",
		"i know this is last minute but", "i know it's last minute but", "i know this is short notice but", "i know it's short notice but", "i know you have a lot going on but", "i know you have a lot on your plate but",
		"you're probably busy but", "you are probably busy but", "you're probably too busy but", "you probably don't have time but")
	sorry.language = spanish
	t.add(sorry, "perdona que te moleste", "perdona que te pida", "perdona que insista", "perdona la molestia", "perdona las molestias", "perdona por molestar", "perdona por molestarte", "perdona pero",
		"perdon por molestar", "perdon por molestarte", "perdon por la molestia", "perdon por pedirte", "perdon pero", "perdone que le moleste", "perdone la molestia",
		"disculpa que te moleste", "disculpa la molestia", "disculpa las molestias", "disculpa por molestar", "disculpa por molestarte", "disculpa pero", "disculpe la molestia", "disculpe que le moleste",
		"siento molestarte", "siento molestar", "siento pedirte", "siento tener que pedirte", "lamento molestarte", "lamento molestar", "me da pena pedirte", "me da verguenza pedirte",
		"me sabe mal pedirte", "no quiero molestar", "no quiero molestarte", "no quisiera molestar", "no quisiera molestarte", "ya se que es mucho pedir", "se que es mucho pedir",
		"se que estas ocupada pero", "se que estas ocupado pero", "se que estas muy ocupada pero", "se que estas muy ocupado pero")

	// A hedge says no for them before they have thought. They can say it
	// themselves; asked plainly, many will not want to.
	maybe := phrase{language: english, fault: Hedge, mend: mendWord}
	t.add(maybe, "maybe", "perhaps", "possibly")
	maybe.language = spanish
	t.add(maybe, "quiza", "quizas", "tal vez", "a lo mejor")

	aside := phrase{language: english, fault: Hedge, mend: mendCut, anywhere: true}
	t.add(aside, "if you have time", "if you have the time", "if you have some time", "if you have any time", "if you have a moment", "if you have a minute", "if you have a chance", "if you get a chance",
		"if you get the chance", "if you find the time", "if you find time", "if time allows", "if it's not too much trouble", "if it isn't too much trouble", "if it's not too much to ask",
		"if it's no trouble", "if it's no bother", "if it's not a bother", "if it's not a problem", "if you don't mind", "if you wouldn't mind", "if you feel like it", "if you're not too busy",
		"if you aren't too busy", "if you are not too busy", "if at all possible", "if it's possible", "if possible", "no pressure", "no pressure at all", "no worries if not",
		"no problem if not", "feel free to say no", "totally fine if not", "no rush", "no obligation")
	// “If you're free on Saturday, will you …” is about the day.
	aside.ends = true
	t.add(aside, "if you can", "if you want", "if you want to", "if you like", "if you'd like", "if you'd like to", "if you're free", "if you are free", "if you're able", "if you're around", "if you're up for it",
		"if you're interested", "if that's ok", "if that's okay", "if it's ok", "if it's okay", "if that works for you")
	aside.language = spanish
	t.add(aside, "si puedes", "si quieres", "si te parece bien", "si estas libre")
	aside.ends = false
	t.add(aside, "si tienes tiempo", "si tienes un rato", "si tienes un momento", "si tienes un ratito", "si tiene tiempo", "si encuentras tiempo", "si encuentras un rato", "si no es mucha molestia",
		"si no es molestia", "si no es mucho pedir", "si no te importa", "si no te molesta", "si te apetece", "si no estas muy ocupada", "si no estas muy ocupado", "si es posible", "si fuera posible",
		"sin compromiso", "sin presion", "no pasa nada si no")

	// Asking what they think of it asks for an opinion, and gets one. “Would you
	// like to come with me” asks for a yes, and is none of these.
	would := phrase{language: english, fault: Hedge, mend: mendVerb, with: "will you"}
	t.add(would, "would you be interested in", "would you be at all interested in", "might you be interested in", "are you interested in", "are you at all interested in",
		"would you be open to", "are you open to", "would you consider", "would you mind",
		"would you think about", "could you think about", "can you think about", "will you think about")
	would.mend, would.with = mendSwap, "can i count on you"
	t.add(would, "would you be interested", "might you be interested", "are you interested")
	would.with = "will you"
	t.add(would, "do you think you could", "do you think you can", "do you think you might", "do you think you'd be able to", "do you think you would be able to", "do you think you might be able to",
		"do you think you could possibly", "maybe you could", "maybe you can", "perhaps you could", "perhaps you can", "is there any chance you could", "is there a chance you could", "any chance you could",
		"any chance you can", "would it be possible for you to", "would it be at all possible for you to", "might you be able to", "might you be willing to",
		"i was wondering if you could", "i was wondering if you can", "i was wondering if you would", "i was wondering if you might", "i was wondering if you'd", "i was wondering whether you could",
		"i was wondering whether you would", "i was wondering if you'd be able to", "i was wondering if you would be able to", "i was wondering if you'd be willing to",
		"i was wondering if you might be able to", "i was wondering if maybe you could", "i was wondering if you could maybe",
		"i was just wondering if you could", "i was just wondering if you would", "i was just wondering if you might", "i'm wondering if you could", "i'm wondering if you would",
		"just wondering if you could", "just wondering if you would", "wondering if you could", "wondering if you would", "i wonder if you could", "i wonder if you would", "i wonder if you might")
	would.with = "would you like to"
	t.add(would, "i was wondering if you would like to", "i was wondering if you'd like to", "i was just wondering if you'd like to", "i was wondering whether you'd like to")
	// A wish can be nodded at, and then nobody has said yes.
	would.mend, would.with = mendWish, "will you"
	t.add(would, "it would be great if you could", "it'd be great if you could", "it would be good if you could", "it would be nice if you could", "it'd be nice if you could", "it would be wonderful if you could",
		"it would be lovely if you could", "it would be awesome if you could", "it'd be awesome if you could", "it would be amazing if you could", "it would mean a lot if you could",
		"i was hoping you could", "i was hoping you would", "i was hoping you'd", "i was hoping you might", "i was hoping that you could", "i was hoping that you would", "i'm hoping you can", "i'm hoping you could", "i'm hoping you will", "i'm hoping you'll",
		"we were hoping you could", "we're hoping you can", "was hoping you could", "hoping you could", "hoping you can", "i wanted to ask if you could", "i wanted to ask if you would", "i wanted to see if you could",
		"i just wanted to ask if you could", "i just wanted to see if you could", "just wanted to see if you could", "feel free to", "let me know if you'd like to", "let me know if you want to", "let us know if you'd like to", "let us know if you want to")
	would.mend, would.with = mendNone, ""
	t.add(would, "i was wondering", "i was just wondering", "just wondering if", "would it be possible", "would you be at all interested")
	would = phrase{language: spanish, fault: Hedge, mend: mendVerb, with: "quieres"}
	t.add(would, "te interesaria", "te podria interesar", "estarias interesada en", "estarias interesado en", "crees que podrias", "crees que puedes", "crees que te animarias a", "seria posible que pudieras",
		"habria alguna posibilidad de que pudieras", "me preguntaba si podrias", "me preguntaba si puedes", "me preguntaba si querrias", "me preguntaba si quisieras", "queria saber si podrias")
	would.mend, would.with = mendWish, "quieres"
	t.add(would, "seria genial que pudieras", "seria estupendo que pudieras", "seria bueno que pudieras", "estaria bien que pudieras", "esperaba que pudieras")
	would.mend, would.with = mendSwap, "podrías"
	t.add(would, "quiza podrias", "quizas podrias", "tal vez podrias", "a lo mejor podrias")
	would.with = "puedes"
	t.add(would, "quiza puedes", "quizas puedes", "tal vez puedes", "a lo mejor puedes")
	would.mend, would.with = mendNone, ""
	t.add(would, "me preguntaba si", "seria posible", "habria alguna posibilidad")
	return t
}()

// requests are how a request begins.
var requests = func() table {
	t := table{}
	t.add(phrase{language: english}, "will you", "won't you", "would you", "can you", "could you", "can i count on you", "can we count on you", "may i count on you", "could i count on you",
		"are you willing to", "are you able to", "are you up for", "are you in", "do you want to", "would you like to", "may i ask you to", "can i ask you to", "i'd like you to", "i would like you to", "i want you to",
		"i'm asking you to", "i am asking you to", "i need you to", "we need you to", "we want you to", "i'd like to ask you to", "i'd love you to", "please")
	t.add(phrase{language: spanish}, "puedes", "podrias", "quieres", "querrias", "te animas", "te animarias", "te apuntas", "te apuntarias", "te comprometes", "te sumas", "te unes", "vienes", "vendrias", "vendras",
		"me ayudas", "nos ayudas", "me acompanas", "nos acompanas", "te gustaria", "cuento contigo", "contamos contigo", "puedo contar contigo", "podemos contar contigo", "aceptas", "aceptarias",
		"te pido que", "quiero pedirte que", "quiero que vengas", "necesito que vengas", "necesitamos que vengas", "podes", "queres", "venis", "puede usted", "podria usted", "podria", "quiere", "querria", "le gustaria", "vendria", "pueden", "podrian", "quieren",
		"por favor")
	return t
}()

// again are how a request is said once more in other words, and what only asks
// what they think: none is a second ask, whatever stands behind it.
var again = func() table {
	t := table{}
	t.add(phrase{}, "can i count on you", "can we count on you", "may i count on you", "could i count on you", "are you in", "will you be there", "can you be there", "could you be there", "can you make it", "could you make it",
		"will you make it", "will you join us", "will you join me", "can you join us", "can you commit to", "will you commit to", "will you do it", "can you do it", "could you do it", "would you do it", "will you do that",
		"can you do that", "will you do this", "can you let me know", "will you let me know", "could you let me know", "can you say yes", "will you say yes", "can you tell me", "could you tell me", "please",
		"puedes decirme", "podrias decirme", "puedes contarme",
		"cuento contigo", "contamos contigo", "puedo contar contigo", "podemos contar contigo", "te animas", "te apuntas", "te sumas", "aceptas", "te comprometes", "por favor")
	return t
}()

// restated are the verbs of a few words' question that asks the same again: “Will
// you come?”
var restated = set("be make do come join say think commit count tell venir estar hacer hacerlo contar conmigo")

// wonders are verbs behind a request that make it a question about what they
// think.
var wonders = set("believe imagine remember see guess creer creerlo imaginar imaginarte recordar ver que")

// another is how a second ask is hung onto the first.
var another = func() table {
	t := table{}
	t.add(phrase{}, "and also", "and then also", "and maybe also", "and on top of that", "and while you're at it", "or at least", "or else",
		"and join the", "and join our", "and become", "and donate", "and sign up", "and take on", "and get involved", "and help out", "and volunteer", "or make calls", "or make some calls", "and make calls", "and make some calls",
		"y tambien", "y ademas", "y de paso", "o al menos", "o por lo menos", "y unirte", "y hacerte", "y donar", "y apuntarte", "y colaborar", "y participar")
	return t
}()

// deeds are verbs each of which is something to do by itself. Two more of them
// behind the first make a list. Verbs of which people do several in one go, meet
// and welcome and speak, are none.
var deeds = set("bring call phone text knock cook bake drive write print email collect host canvass recruit organize organise donate join raise paint translate sign invite set " +
	"traer llamar cocinar conducir escribir imprimir recoger recaudar organizar donar pintar traducir firmar invitar repartir")

// within are the words that name what a vague phrase is about: “help out with the
// flyers” is something to say yes to. everything is what names nothing.
var (
	within     = set("with at by on in en con")
	everything = set("things stuff anything something everything campaign union cause movement group team us work it this that efforts struggle fight organizing organising change " +
		"cosas todo algo campana sindicato causa movimiento grupo equipo esto eso lucha nosotros nosotras trabajo cambio")
)

// joins are words behind which another clause may begin.
var joins = set("and or but so then also y e o u pero asi entonces tambien")

// gerunds are the commonest verbs behind “interested in”, and what becomes of
// them behind “will you”.
var gerunds = pairs("coming come joining join being be helping help hosting host speaking speak talking talk taking take leading lead running run calling call phoning phone knocking knock " +
	"welcoming welcome greeting greet bringing bring cooking cook baking bake driving drive writing write making make doing do going go meeting meet standing stand sitting sit " +
	"chairing chair organizing organize organising organise collecting collect handing hand distributing distribute translating translate singing sing playing play setting set " +
	"working work serving serve giving give telling tell sharing share starting start becoming become signing sign attending attend testifying testify marching march " +
	"picking pick putting put carrying carry canvassing canvass recruiting recruit teaching teach training train printing print designing design painting paint staffing staff having have")

// nouned are words behind “interested in” that begin a noun, for which “can I
// count on you for” is right.
var nouned = set("the a an our this that")

// greetings begin a sentence that only greets.
var greetings = set("hi hello hey dear good morning evening afternoon thanks thank hope how hola buenas buenos buen querida querido gracias espero que")

// smallEnglish and smallSpanish are the words by which the two are told from each
// other, and smallOther those by which they are told from their neighbours.
var (
	smallEnglish = set("the you will can could would and to of for at on with are is it we i this that your our be have do if my sorry maybe perhaps please come help")
	smallSpanish = set("el la los las que de y en por para con te puedes podrias quieres vienes es un una al del lo mi nos esta este como hola si perdona quizas")
	smallOther   = set("le les des du et est je vous nous avec pour dans sur au aux une ne pas ce qui voce com nao do da dos das em um uma os as ao na se der die das und ist ich wir mit zu am im sie den il di che per non sei gli")
)

// When. The shapes of numbers are in coach_read.go.
var (
	days = set("monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays today tonight tomorrow weekend " +
		"lunes martes miercoles jueves viernes sabado domingo sabados domingos hoy finde")
	shortDays = set("mon tue tues wed thu thur thurs fri sat sun")
	months    = set("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec " +
		"enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre")
	hours = set("one two three four five six seven eight nine ten eleven twelve una dos tres cuatro cinco seis siete ocho nueve diez once doce")
	// clocks say a time by themselves.
	clocks   = set("noon midday midnight mediodia medianoche")
	halves   = set("pm am p o'clock oclock thirty fifteen h hs hrs sharp")
	atTime   = set("at by from around until till before after about past to a hacia sobre desde hasta antes despues")
	ordinals = set("st nd rd th")
	// counted are what a number may count instead of hours or days.
	counted = set("people tenants workers neighbours neighbors members families houses doors flats minutes minute hours hour days day weeks week months month years year times floor street st avenue ave grade ward district anniversary " +
		"personas vecinos vecinas miembros familias casas puertas pisos minutos minuto horas hora dias dia semanas semana meses mes anos ano veces piso")
	// starts say that something begins, or how it comes round.
	starts = set("start starts starting begin begins beginning weekly monthly every each fortnightly until term empezar empezando empieza empiezas partir desde cada semanal mensual todos todas semana week month mes")
)

// Where.
var (
	places = set("library hall church mosque temple synagogue school office park square cafe courthouse kitchen courtyard lobby garden shop building gym market bakery station clinic depot factory warehouse plaza parish chapel basement " +
		"canteen laundry downstairs upstairs online zoom here outside home hallway stairwell porch playground room street avenue corner " +
		"biblioteca iglesia parroquia escuela colegio parque oficina local salon sala casa patio portal bar mercado ayuntamiento sede cocina esquina calle mezquita templo gimnasio fabrica aqui abajo arriba entrada porton bloque")
	inPlace     = set("at in outside inside near opposite behind beside en frente junto delante fuera")
	determiners = set("the a an our your my their his her el la los las un una nuestro nuestra tu su mi a al del de")
	// stops end what stands behind "at": a new part of the sentence begins.
	stops = set("at in on to for with and or from by because so before after if who that when en a para con y o desde porque si que cuando")
	// events are what is held at a place, and none itself.
	events = set("meeting meetings rally march vigil action hearing event assembly training picket strike party protest gathering session launch workshop demonstration delegation caucus service ceremony phonebank campaign union committee movement group team " +
		"reunion asamblea marcha vigilia accion audiencia evento formacion huelga fiesta protesta manifestacion taller concentracion sesion sindicato campana comite movimiento grupo equipo")
	noPlaces = set("some point least all once first last person touch charge advance case fact mind favor favour return general solidarity time that it this these which us me you them him her risk stake power need english spanish morning evening afternoon night week weeks month months minute minutes hour hours " +
		"year years turn order particular two three four five six seven eight nine ten punto cuanto serio contra esto este ello que persona general vez espanol ingles semanas meses minutos horas noche tarde manana contacto ti mi")
)

// Why.
var (
	reasons = set("because since need needs vote votes voting decide decides decision deadline eviction evictions evicted otherwise trust trusts listen listens urgent before notice " +
		"porque necesitamos vota votan decide deciden plazo desalojo desalojos desahucio desahucios confian confia escuchan escucha urgente sino eres antes contaste dijiste hablaste conoces sabes")
	// aims are what stands behind "to" where a reason begins.
	aims = set("stop win save keep protect demand force show push block fight defend prove end parar frenar ganar evitar exigir lograr impedir conseguir salvar defender mostrar demostrar")
	// done stands behind "you" where it tells of them.
	done = set("said told spoke saw are have know speak care showed stood asked led helped cook sing lived live were already never always always understand understood grew worked work been")
)

// asksYou are words before "you" that ask, and tell nothing of them.
var asksYou = set("can can't could couldn't will won't would do don't did if whether should might may are")

// abbreviations have a full stop that ends no sentence.
var abbreviations = set("mr mrs ms dr st sr sra dra ave no vs")

// set is a set of words.
func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// pairs are words two by two.
func pairs(words string) map[string]string {
	p, list := map[string]string{}, strings.Fields(words)
	for i := 0; i+1 < len(list); i += 2 {
		p[list[i]] = list[i+1]
	}
	return p
}

// nounsLikeVerbs are Spanish nouns and adjectives that end like a verb.
var nounsLikeVerbs = set("lugar hogar mujer taller alquiler ayer familiar popular escolar azucar similar")
