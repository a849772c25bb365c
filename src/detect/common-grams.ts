/** The 6000 most common rows of four bytes in source code, the most common first. Made by scripts/count-grams.mjs. */
export const COMMON_GRAMS: string =
  '    tion   "ithuthubgithrequ   }alsefalshttpfuncctio faltype====.comlse,: fattpshub.s://nctiuncttps:ps:/' +
  'rror  })testfastcom/b.coub.cerrotifyastistif the errion   re   rurl" resstrirl":the "httl":" funusereque' +
  'ques.git":"huest:"httrue_url reqduledone con := moduodulnamecons://aapi./apirepo tru   .pi.gi.gi fas//ap' +
  'ionsouldassecontatio   tquiruireequi, fusserpectsertservexpexpecone)\', \'llowporte":  str  t.": fpendect(' +
  ' app": "  coing : trturneturerveretu/rep to , re\', fendereplonstert.ableptio(req---- depalidvalivar epos' +
  "reso(t, staton (ollofollrverontering.assesolsolvet('olve  vaqual   cygitpygiequaependepes_ur t.andennst " +
  'trinroutual(  },streshouatch => eply   vuld scrihoulurn t.asoute   i   dserstrearesstentrue,ream donject' +
  'js",hub/pres, er/pygntensrc/dencconf.getest(for res.tric   a exp####rictentspos/t(\'/err om/rify.m/resend' +
  'json/use=> { repheadader   {witheadetimethis.exp for   m tesid":eq, onfioptile":  - ) =>nodeion(nfig var' +
  'get(ers/remo   -  depathapp.  "c  * req, is tequ  .esche if .strle: err)  "mcodeexprxprematcend(q, rt(\'s' +
  " .ex(err'sho nilfile retbjec'), ictesion('shment   scomprespountules.js\"cteq  it notd\": om/uchemfrom it(" +
  ', dohemareatarse0000/gitcreaypes"src "co val  "dcoun(donencycallhandm/usconnit(\'ted e\', tingent-}","atus' +
  'tatu), (, (\'ror(eatedeps in t.st (retchene)  "sr": tlocaandlnot  pro thiinst = rand eps:ire_ps: ndle and' +
  'loads","nter usecommspondate mode: "esport.scati witplicinte rou.senreq.= retext  apnstastericatsyncches' +
  'e) {(\'/\'tracmeth.setes: escrparseconbodyevenapp)ule"ript of  typ optcripcore fil://gselfocalstores":onse' +
  'subsoper != r =    f  faataravatvatas = ance });"modnneclica-typonneventwaitclosnect//gicribp = ethoribe' +
  'thodytyps": .useaultfauldefaapp indeefauloseponsstem be : "sdlers: [systysteimitstane: f // ar ae":"next' +
  'sage "molimisubjndexith para(appst(\' "decheciste\'conheckstrooptsnotfotfo= nipp = seressactedncytdescorem' +
  'cyty () locktrescoulectenatsest.atorres) adde thuldnest ulararameferwhen: "cdnotr aport ractldnoasynlved' +
  'set(messssagemod sta": [starr :=ess(dingror culaaccelowaes.s(funst(at(apule:mple" st: ["rokeated = fhen ' +
  'onotdonoacquappltrokime.tfolcqueotrenil owabjacqnotrwablangeextrtanclistcircxtralesy newaccoion/ynamircu' +
  '"depate elf.gists\', ire(ient = e&#45#45;rculhesdsdonccouesdorateub/pss()namivaluesyshookt fadynaent  .ge' +
  "amicaluet =   .gourcubsctribliencliebscrribuibut metderssoured: re('ssio= ex par subissuify idatt-tyurce" +
  "cept.stassueonsu acc'/')('codatasumees, () {s.sehtmlread  if  \"ved\":ppli (doauthlida  // cren (duse(('x-" +
  'his nsumtore"valnt-t nexmainait "folumermber matr(t,t\',  "vabyteb/pyn (r(res","s selublie = ubjeiredrato' +
  'ect quevuev6  mofer rr :ibe(ectiutestatets_u   eil {or(t defme: formitle   ]nulltitlawaiame:use n thprop' +
  't) {cond- de nam - dype\'iptit.faernaer, ccep  secjs"t rehis.plug "fohost.mjspublversugin setlugidefiefin' +
  '"tesbuteobjetica inst, enew downseco"cjs whe "cj urllid"defeal(r thausteormaid:  des/opeif (/ext!= n fro' +
  '00,  = ay = .add  ],p.use_nopp.u awastin(200ternclus", "/jacre_neratpostync be(\' chae resingply. "rel(re' +
  'attrages"urlencorom s/py we resuatalciesthere(fu comlustone(encisultfatayloa heattrincie shomovethatined' +
  'licehat ing\'aylopaylst fncod.ts" timinfoesulct(\'es) pertacheter ing..fat   prulest, t(20= fats",ct(2oerr' +
  'none"locworksign  te == numbnoerlogg_noeestiggerallyumbe on : ".unc  asssuppame"stenrava  "sd\', grav int' +
  'hellfinereacaliz  "r  aster(ver on()mmit = nest/dex.ame ppors.ste: \'e sts/ja  exuppoemovcal"pdatommi asy' +
  'ev6/updat(\'contrble"ello calmpors thuter `reessifillimporope* de","crect "no pathe s sch"nodtalf":{"200,' +
  'alf(() =se(fify( "mame":der  cou\'apppe\',enself(""id" hanogge  "fcessrnal.errers d: tck()  fo pre"corer =' +
  'icencension\'_errm": open\', d/ind.con * d"matt.okilesres,ical (\'x"comats.writn () httexpoock(ply)spec  ma' +
  'ersiplanill  "teeachg\', allolid:tartbacks) {suesn(rer != (er.plants_tureos/pning/com"resenerritet, sview' +
  'd ree co an ons act/r": yreqleteound youextese(), \'alinet.pllan(torsepor.cloype: 201ble:.parizatseri["lo' +
  '\'/\', cor t.pchanved"ype zati ["l","gcases();t, rn\', oticpilerr =rame= jsrorspes"s.jsamplon(r\\r\\n wilcach' +
  'ame,"coulow""fooatel   ntstr log att, x- fol, ne  .sore ,"co .sel"],","fare est,d: \'s :=lve"al"]ype.base' +
  't those(rt.o.ok(rangfter fixafteresewillset .typs noed tfy =  thust nc (ded me,  as "stan(){ve":tranne()' +
  'r\', xotiprovlizew": f thexot-conow":der(ype"late bod(htt:= ric":ly) : "nthroer: ight   /d":"fmt.rr !rc/e' +
  'lse e(\'.m: "fferlar"  dotem"abeloke-ommengthengtsizelowelengem":rserhingc": protmmenelim \'ap},{" },  sup' +
  'ase mic"leafertiode_pera"dynntroar":_id" "ci "dy"cir","u, asompa"git.0.0, st allgene\' })etagess d totere' +
  '"namlf._od: hod:acti * aunc(tar_tle>ed_aode:if e.jsocharranspe: overtati\'useemptf er](htdentarra gets, n' +
  'telid_atrentrsiorecepackirecest"   #  melyreetst mes\', (r thtrolitioaddrllyr:   direerr_// ty.seit fings' +
  "s/relasson(d it e: tnderhave rawst_e or  canentianchmit-clasn(do@~1.t_er'get-rate.jsfst_pullorater()pes:" +
  '":"2bool ext,"foer s senx-ranc t remundeinitesto/\', scodode d no*tes run","ing tdelexten *ter}",eceiceiv' +
  'ramst tomisslen(.namctorassirovits{/ill=ll="exam]bytxampons.s: {: { * adne){rity, { ng.tmakeelets toonly' +
  'jetsovid.mu.e totusctconvidelabe,"reuscocruiruisirstion","urialiuiserset, op: \'/eiveext)= ne reaeriapriv' +
  'nts"c/ex// srivame.sd: "everout /jsofirs   h = crmat hel[]bymptyrraychaboke=ke="","rted_harsmqttcity:"20' +
  'e inpass.poscopyy\', achaxporost(foo\'at":_at"s.comjs" len00" = crpeerion.ve: elseompimpil "./ arehablath ' +
  'low:(t *egisests.heaow: cust  "tt *tstomser issiustoblisntexc/in cherestworlorldr, rrc/i.appnd(\'eout,"gi' +
  ' perurl:al(torksts: addeng\',\', an":"on\',ver.r: frl: /intrialhangdeeptes he cregiimeomeouhe rer}"ne);redi' +
  's annge  thrmitslast ranon/jull,   uall l: \'lve:rs/jleaddecoter..end"typved:hrowv", f("eowerivedrotoing(' +
  '","aerr,n/jsx.jsrint:fal * @rr, ons"sed origpaciext(0, \'blic natmsetnvale se":fat":"nse ble in tacitodin' +
  'buffssigrati = scodiity=age cateuffeopace-oportslinkddedtoryfailyou "cons.reeamcty="-opaest\'e.toult umen' +
  'ies:msgsypep no ecurhere// cigin,"st.secnablem: s in`res jsoencerigiortein":certe.setem: cirar: re_eex.j' +
  '= awnce of tackaotheon fkage).typrinevelnal/posi: []tobeckagmetaileristsverirancrted.tobave logions/:= s' +
  'ly, chedst rbranget pe.te) =  cis.ap:= n hav _, ode, / 2 || ookitch rageset.6666(thify()quer dynectsz","' +
  'paret be === clalish/ 20/cond in id==== /faslar:er tde, proxsecuid="rawr   o,"idfounwing"useuerypts.hub-' +
  'son\'fix "exper"::= c by ers.foo"ly.s   beam .t) g.t)lest clito tawreuthoshuto thor iince="no = {tiesst\',' +
  "phantobi_, eaaaaic: urescookinvaes_u%v\", obje, 'ider, 'tst =../.okiendin\",\"het',get'./..util []br excan " +
  'owinons_t-reoginply,okener(\'l_ured\',thorroxyorphrs/ppe":="0.datirphae cac: f+   l(t,or:   dyed aedirr re' +
  'ates/issmic:er\', lea && ers"latit co = tallenoretdowutdo fmtent.hutd:= jferr unde a ifie.0.1ecorld rt in' +
  'eadyestrlowison. %v"tokeis n":0, -> ate.:0,"= ray="0eter   \', \'flbact.dellba/../ack endsallbfram_com \'ge' +
  "ing,ttp:ler /mai/subeamses){se son')': ', pa   l stoosite fo mak  inos/jt foed')\",\"t vere isr) {is.at(t," +
  'tempp://age:emaiser"tp:/_equ date_eqnjecinjeor t.rouatea worappefy.r_evered /clifore, fa licoint"../ els' +
  'toratendown(someies"////ed, ng, "htm// w cop, cod th", eort/t isenamute tml_ompldresd: f\\n  on, add s a ' +
  'blob000"ns_ues aion, js.rs",live/ thml_u msg  "eintfd = t.spnloc== n("exing{edgee(t,roce nonytesses utl/' +
  'poin imp\' + fixtscon"notpstrext/.loceof unlontf(yte(ints ".. gotignowsert","  rooragtterwareld nred:ond)' +
  'gatearre(), lled soun reo: \' * f: \'gidthrredtivertieess.:= ftersscopser/procght eproew e":"m-git":nu:nul' +
  'widture  200 boo.spexturrs_uspri: seivat": {ult.  uritorwerse de0.0.thinend 200)in amt.sain/ndefst",  pa' +
  ', niwn()/giss: s"sub clot =>les/righst sgot keyse="#  st.spr inced b payd", ixtu* ficlud","py.incoranot-' +
  'eredutf- t =y.gello:lo:  pluestdvatee.coath:ertext(), \'hsess} el pas.deern npec.y.renstrone"ocke.shu.inj' +
  'ate(rn ffy.i(sel \'/\'n   = fuers_"#00int6 codeparnerad begnort pr</g>t { ="#0if snt64oces/fol,"htce:  por' +
  'er",tf-8eforor ats, ed_est(trt.dtraistraplet: %vrr) erifpref a slterse,"ttyp onlraws  awddreing"/foo: "t' +
  'ed i"201partser.nds ]stry) =mpat] = cli/ok(\'atewon":mustp.geergetectludec teify-entr loceapp.sublitylder' +
  ' has(\'..ling","egin"   )rc/cawsehe ptewax-gid_evify/usedile he lr_urppentarrpush  typermbar\'fy.g pubass=' +
  "mcon, []ror:: relenarustobe< exoermirnamtrus maxerr.ext 6/pyeways%2folices.j('now ersha}he fnil,nclu now" +
  'on tss="(fashelpesetilitha}"rld\'y) {teapxt) ved_msg(a}",v6/p_modendi\'accit",s co"logone w: fmergfied2012' +
  'redar.coleanher r(er/resled nce.il, s{/nckete supp.git-r  neer con",dth=t/re, sust ber i (\'cc/re  prect.' +
  ' updstru.serartist pword trared"rt: ors/ificervanow prevll,"emenour \'x-rferes.enpagenginath.e_mocces/sha' +
  ' receepsver(nly /staeworgit/\', {fontcolls", ocat.listrucructn ers resett[]stsentleveorgaetti bufde_mamew' +
  'e wi/dep.reqinclgrou{ he:trurc/rmewo "soownetial/redthenng a keyuintse, age=&gt;// aooks fonbefoigna* @p' +
  'enab any nod%2fgar rabor"edgypeoke-oor(e="ed\'/usepstr_ideck ber}s/opth f":tr poiionaes trconeoptrend "ex' +
  'set= numapp(\'worpeofth="67" aserrmal","nopyrove 2fgrfgras wit, nort:pyriyrigble-if tston// ieres/num, tr' +
  "d' }rganroott.seues/bilild bownle('were unt re ts.giditie('n gitonrerefige: rfacneedbuilrorfericg thon: " +
  "erfa// ng id 'wo'nodrace infpepr<g it stile(erenertytainwner.wrie-wiaddi-enc  soentt.por7.0.-widnitie of" +
  "'texttinost'dhoo nult(thwnlotch(l', sets\"grald srefenormor('reconse.st')langefixnloale.c1.0.deli6667uses" +
  'prec"avanttyal(e { t   *ct({(\'/uedas.loges =\'strn int(ren": , goer((belseafnfig{88,-/everow to a"reprs: ' +
  'ilen(bufrouphub"e an" foafnodaseer nlect: \'wfnodr":{n","ake b","st.ses\',.5,-"souont-;&gttagsis a","l/tes' +
  " 'te []s<titar_uolde45;&5;&g dispolirn tterf aut0.46/tit hoo.resar_ierre</tiacto'../-forion:least\", , 20" +
  'e","eleathou.88,,"su.466addhh fi667"e pros/rthon/blo4666"0.4ts":e paoved<patine forkeplirce" enc"eveer a' +
  ' [],on spythythoten(ers:licyonalame), rarce:to seam(neri","ds{/s{/shd="medining_e ex exaed sknowd}",e" s' +
  'me.m delflow d="nts{e:  centce":nd({b/co/avaterm.tesatic:= mhoutenrid(rent":o\', sitollisue,"asednricssin' +
  'cope"errmediub/cs) =nrulis i\'foomailt, craphgrapp.se genhori; ch// reser x-r but(() ple nd, tor/c.cliver' +
  '-frobut 0; ilperver,se tjs" rom-nd(rentcto b" d=deteng",ger easepat/illisted = jultike-wtegeh="2nal ook(' +
  'blocute(ict\'"crelise,"def-8\'*timema se {t se fir.regpinges",ies riesntrine" is ted","2" 127.ed o(con27.0' +
  'e fi="2"ld\' ply .reaom/a * t,"avt wiarchar esdefnts "noning){"id_use oneasderor.nd ae-frinrue.mi lisenta' +
  'ncy-ive  regr ines{/: comode"},"0" st anle-fganieste{/nu nc. cus: "el="#ng sddhoes.e linpromiltetififilt' +
  '# coom/pc := apiror)ot %l="n.bodfig.an erc/mnts:ltipercoediaon at.erpersn ni nee  #  so  arrodifor _al/o' +
  'aniztreefoo.orf(g","unremill); ejoinamconedielivmodiub",</a>isecromi"},{dinr012-, acotaltarselpepond12-0' +
  "n sed ser _,; erithoror'nt, =utf a c out, tec/cld({ face *  age,ned e_idollecatcnd()attelow ininsure sec" +
  'ifysnrea  het noaileorizo", ifer/utl  } niza,"puo be\'etart.iadmi\'x-fns": 100dminainss.sh, \'gl(erts.srevi' +
  'fer. priet=ut=utomist.iftes[.ifes fo-age.net, thervison(s is(type liodesved se iangumiseviceeerr fs. = [' +
  'ed efoldficaonso.rund onlf.aoo",d byue, rf(""npmode.nguatotauild  "lmidd  .pgin poseepre.mileq.p,"no-res' +
  " aftansp###  'heusinebugguaguageblednd t, _ nts= spe rellet ram debued `.accfy.aule ametct(4stdocalsto c" +
  '%d",chilhildule.warnarenct(reritst {y.adnfraerin= seurl h th*   verwode((\'reage""exo.sto, 1),"ev.txtigne' +
  'ce, itemtnamers\'ody .pro2" slainddleplai: \'pglob \'to6","iddlrmist 20d coomprace nmen" pots="#000abildstr' +
  'etchs":[/addson  befrunsreleimplate","naverriser/src== \' 0, s</tr co-8\'), ()penft, trecact(tts = quet/as' +
  'tf("mit"doma\'htt inv(str()` r","enfrer eany esta"stre no, (rmpref.asaini,"grmalirks/\'/fon pr(\'onperf: \'t' +
  '   <te, omai seq-pronc, docuseq th terwi.unlfiniocumcume 1, .repnt t-reqht 2ad, t&#4.aft", shishd",". th' +
  ') rebatcor splac<httfixe"heltdonn = \' },er) eplamete argt :=phisengipolyizergine[strid}"ite(`reqordence,' +
  ' foo/ red wioin(/pulinpulid , (tensi  scnput" cl"pataddsmotee, o.lenst cemot>   er odef sock, ms","oroll' +
  ': "m/assion-lacewreqyserixedtoolts" ("fo":"be us foupp.snsolicasde: olealler/phicrosnownt of musrue)s&#4' +
  'oad ge":exisxist"sha,"las/ph"for limcolo 0 {is slookntryaterrvic.cod, an.orge ifncenorgs<pol whi ign<!--' +
  "fy({ush( 'noobi'osesrderec.mmultect'c.mj -->se: ).po= ru} = = tr + '_namrts en tosednc()nserc/mavincn a " +
  't-lentcoon iond,etecseveoo\')ns",}, (ges/has t ha/ no (t,tus , jskingor cbe arizaloba!-- fact  napty_obal' +
  '.msg  "nn\'t  casntatg =  basart ":"pead  .po \'baor":h\', _empoad,-lenpts .joi: deres olat":"g.hosn corue ' +
  'patcolla(\'acde_icurerandlici redent\'oole.mesnt-lcuripecie-coemacunt"n({ er f.pubgit_he an fi,"crpts,ain ' +
  "ge, cleas.mu 202urit: st msest l('whsset.0\",difi'whestaldfilstabllabs.putag'n: fe arfetc, '1sha\" 'st  fu" +
  '= naes.r/orgr is ove  bos.newrapo refullunt(expis arsetueed ngesgs",c()   ory thfigue :=xpirons,roptalre' +
  "nt: st: ty: /reat.tet'),th aocspfy.l-cruet, igurt();le tche-org/plat= apr nc cacembetry m/pyity:ers[ecre" +
  'ing-he mleti"hass:  spac_id}bers/typtecoetaidisa } =ansf), {membto ratecewarity -ser texges"remay-cratur' +
  '(\'seus, q.pa(optsablles , de diran amagecy-c orp({ pide "orgize ha":odedield000\'nt-sst.eisabi :=epatpace' +
  '_reqtall usitilslewaa":"te("he d 500\'fstmu.r/secthand":3(\'/f= 0;iciton ol = n at-oris, darguimag.all/tra' +
  "er')rgumgumet a oautnotsqueuatinueuesincecatwrepemplmt.eultss-seemasfy.c{ reetupdispadd/ond dlewmore, lo" +
  'js</markhe edepry.cldd/oth: if ccom\': "arainif !d suan: inal = " vients/lessn; cesens ofente0\'),ost u.un' +
  'mu.ute averyd ernse:/plasnapt_id, buhan:e, "oo\',ddit"issiterntinwaysody)siti uinaintstops/coc t ires(msg' +
  'ert   "ader.en({ench}{/r{/reoredd_urs: fot adoeshe tbenc seer teion_urnsb/gi// mub, rs =n fa:= town  - f' +
  "oad)if norrealhorn scalht/ple ne.newrhan-unr.valed ctone= s.skipue: 8,-2lhoste tt/tror {ricker.agth'.96 " +
  'gin\'projtargistrst as: cit te whype-ar twardnotison"on c@par @pa(sub(\'tr a projeojec,"hayourt.cod hampla' +
  '/ sess =olorr ster wrystiolaest-lue:viole())ate_n.paev6"unseoadsmer y.lietion to.froeraluratpirer i lrea' +
  'onti "li:"mdnexp-depnse": fuve aif l: \'s(patng iestmet t; i rse(am {terr i <ng{"teamng o({ ht-enhas_,"si' +
  'om: mit 0.1:s on act_rep try _em _ :_ :=ll bt-un = mme =r(() a ras a* tiginatset, (e samrom:ases" ->ost:' +
  ' blontaiets.xt/p, \'nx-fo was-> "mparcurrion), mat: 0e haub/g"licrs\',ser} othegen.urle }), nahe `re aset,' +
  ' decse `, \'bon.p, lect {ted- x-gsame hosept or msequ.88 is c do rorhunts{ ty i++ hermaxapos"om\'),"is, 0)' +
  " eveess-nc.ct.ex = 'ode\"urreple.{ pos: dcfg.in')ot-utom ges /valerop wrirenclue -usees #('et,\"ty mayethe" +
  '-optotse; i+te":th-sesserforhref.pngfig "destead:"gite\', "esfiel  lebserpescar.clse)k(\'onil)st o_issbar"' +
  ' * r/schute.d st`app" int.jsd pa.equxlinot be wes.geunex"rectsch\', t etared_  "oed ft(\'x mordconmaco++ {' +
  'msg)cretler:s.lonspitus,fyse 0; * reorhates:r seery comirail" fiber", seort)g to 400obsekflots.c(insr ro' +
  "assw-scoapi ons'spilehea.cluookuiberrue(t: 'nt)  = oler( cooub/ixed , in<rawt) =rs/esecr```jopes `apon; " +
  '{"ur_not, 10ecif catdiff_couing:t.aftml\'elecptedrns covelly url,2014. clertse: {okupb/isuth-d `r  hars, ' +
  ' "milabooutpent_ }))der,ns, t/adutege he ["nendfswored wt64(\'bar\'fassswomileler,ues"iledld p,{"irteqist ' +
  'corrser-ors ect,- fi toonoth/enrose he oswit_truv6", sin-stare idiscdfroctivailseditiew et / surts.gedfr' +
  ".12 , ex.renbora= 0 , ti { r-oaue_tr * cen avoided py in letrrenn (eata  ' + bra= []t, ot.wrl bee mes-co" +
  'ue(ti < ema:ull_uper","bs.paink:/htmmsg "es6, \'cure.re_tat/aes6"(\'canticons: "in "loord:ct, ld alob/he g' +
  'dashexpls" -d@0.was  indtar.t, aref=%2fiag\',/ref \'co fet=htttablshedtensore( mid(repst_iall(xposund , "f' +
  "sub.os/oquen.grainco somast-see  * uf (e <htven s: t'obj// d\"updgt;ssupens',hedf_dirasel faior rst tson;" +
  "h-scackee_ur 'fs a from(``jst, \"tabi  tri/in25,-may nreqepo} 'htser's.mjom/fid',nc(t.reme on5,-2m/avfind" +
  'g :="202ner}utputput5","ts aal(s, "trwitdocse erexceolygocksnd wcom%om%2m%2for ol/opeptses/cts ttar/t pa' +
  'rs/r?d=hd=ht)\', ["npnknon ana: {ity"e.repng"eave.lea src xlihodser_u"gistusey": > { .25,at tr toeers("un' +
  'rst ue }", nkey ent"ter"figs= ma,"orduraage.: 0,== 0 { h/ we= st i :t de"mit/prilygoygonvablullsr_usines' +
  'heduunknset\' \'obavers.hed":1 = p-mode", 5,-1{ narn {00\')rse deveore"-utl":"tos",e(ret(40ricopos_, me;src' +
  '\'tobmmarnet/t;srhod t\'); ent finuencer.fils.ast : \'agon "),  "ht: "^s6",se":extct caar s) { := 0ng cblog' +
  't-coke sulat&nate&#4n", edul, nc// lt-lihub_softcker7700rlenf("ue, fma: xtcoos_uelf)stseof a3000d andest' +
  '= { rchintimbreaule-a reorcore wontaeloa !==!==  "nasts_ct\',s se// pdge"oughndfi014-{"lo,pary re4","y of' +
  'rwars="eerri-lim  errelod a ":"u "or-05-s.adx.tsforwsseded r= c.ed_ute(bor h  ling_ube cs: mt mased" sig' +
  "ipleeasst('tg_ur, 'uis ptseqn trvetive tst/e// frvals, e  ca://ssts chint erdy: ing]r a , 1,toptlemer ==" +
  '/utireak_typif asoled/opody:itiaons)stepor, ist_ doel reass max-ridee(\'sse a mapon.st": eq.bemsgorwa ok ' +
  'e vage">nses sys/getunsut/exe itdatosummsstr/lab/rec-polodasth\',) errrec","m/proled\'m/faa non fmummaiews' +
  'e(bu(\'stogleent)r.naliza { sfs.sted\'e shnfo(r.freq.ang fto `s":1itte.faiors.st.ws --st e[ \\"retrselehunk' +
  'ectoejeca = th.jrejeson:ed =ath"/ownt tyser(aliaons(e ma detmersst ii++ longld hrify-remjs.arl, "publias' +
  'mingse\',, sort.er erelveor fhichhe nwhicurleshin jscsub rt fon p"natng\')t.eq{"napepa("te248.e, sfyinng()' +
  'se =d, fauseivactexp_invvacyrve-u.lorgs"eactt, dallslacc0, dies.raft debidenstea// eer(t  , ams:ecksrvab' +
  'ifyiotypmsg,et/agivetotyr.meook napslse}act->src: \'o,"lot exchunow nalacxplis stifyrfy.s   ``jsoclaiupli' +
  "om/slencsg, mu.lunti at shotonestus(\\\" ], 's.hase('/zerse clnsion.sta colodaid, n foreaser.t) -  s.sen p" +
  "twar 'fa.cremjs<r hanresit-ls\":0, 'elaimderirt {2000t, xgneeepteacc.npm\"//seit',tor ake( a nnsene, 2om('" +
  'tmsgpo}"argerts.ome stylame(ter,(fmt giv= msregensteeq.hnchopshos{/p{/pracy}sts{s{/g{/gired{ed{/d{/o{/ow' +
  'er}{r}{/ax-ax-aggin-balas fr-stritchtxt\'es[ s[ \\@~2.y}",kamaeen "ope - pcy}"ent(> faplayamesror,ng rotot' +
  't(\'r} frr", tmqtect:apshync(ers,) ->", f<fas, t fimae.grre.gt, lack"o}",ew rgetsrs%2a248es%2n beamaiend@' +
  "javaakamarderninct: gresock tar-('usi.nereve'datit r48.e8.e..e.ae.ak.akamai.ai.n2fimges%ars%= nohan jscl" +
  '"unet feill-rdedot fstmqe="b: "b: \'brsinntegbeavs.usnotecycl.htmrridreshll-o//a2/a24ystr> "s lass_comin"' +
  'tfile.tsan(1one:sercll, ultelve/tly gth ttp2tiplmsg.f (!ncom- uses iif wng) 8,-1rsub/defn stnd csitern e' +
  'ar c(\'su, not(sefamiamilom tlue"h.joando,"pa=> f(jso cole.lo"blope",nninl-opetim8,-3ns tto p, 0,-url/for' +
  'le>sa345ious-cli).se"col16c2t.hee() oftwftwadistype(st")n exer re `rfig(ed m/othd="e68detheatyle "pa8616' +
  ': 0  c.sgit"lashise-3861d2b9e3869df2e roal(a (\'sq.bos pre dode5a2225ycle2b9dc296milyver-ate/on we5aeegex' +
  '.delw ne8de5rt tkeep6c29ns af22296faae38616c296f rulhan"5ae345d2b68d345db9dfe ==fa346fa3df225d2baxag"fil' +
  'xageerys pos(staser:rabltfor asd   [="blif iishiull/e samirrirrond@0tail mulams.e.mjchaite()erfo 0 }(new' +
  ' { nfyreich f rein c: bo \'us:"usargsl :=nged \'fo.04  gmtfig/igs/ `jsmemo0","it i.pusole.w: thub ck t iss' +
  "ome-s(t, bui'pos:{\"lteraork  opeher_elin'viean\":, urct/r0.pnst/coweds caivenseq,ehanishe {},etedetic('ge" +
  "lablom/jng wside/obs/ iforkfrkfl } fe>sr  { g ree ap.pay = 0'trulackt('hmock:= &toco   w2013\"pulis fc(t " +
  "boun`](hrt idirnime irnakhant on our= fspp).s.le'giting}cifi'x-gts.m peenc fble/(t)  pacse},mser  loail(" +
  'veloken  abos":"// o clure n js ise on rbindfor( fstded\'f leotifsonpesouct/tar\') - `rtesdetaemaphive* up' +
  'e enc (tull chiv-sizingi/oct, \'2  rud founte= coeepe (t)("erplie empcherady d :="orpn doise.m thelopb_co' +
  '-docf weng{/g{/o{/otbel=rn a/helex.t.datull)n no excapacli/i ena"adduteolog rtifk(reory 0 })teroch (or e' +
  'nd(dte(\'lues - a\'onrookhokha"clos.clngs.e be 404o coine.ok(rmattate\'an b-com exir":"s faxt\')-parody.{"sh' +
  ' } }autoncheor\', curer.h > 0epeqpequ, \'pr\\n\\0*tif" fcts:r: %ty":lvetaddces.lned)esp.helvot son epp({en: ' +
  '="htrf: vert.maxct t "ass/ser wi { fon =,-22t-sit(\'etjeth = run ginsativash/ied -secasteyinsr.sttatsc fu' +
  '/dotocol](./ate,(\'dashalascrs beblac/act"\', on:"ext-tus"":""p).p-testrielearotocng: est)5,-3r ancredats-' +
  'at inon-  );istilush":"jef="flusteops[0]st h75,-: "p_filns: threrrespach\'helesuber-ancep war12 1ddsties/' +
  'th, es.per m engerf:acomr, s"baravason\':: "hers).foo)) {arsiwant"","lonecom>vasc\'locderrle="ithcck" map[' +
  'd pre sofoo/(nulendartercli"ble(log(int    :ent,t/in, "ber(f:"",t/costde srvgmt\'estj: "f/texrt.f refnack' +
  "ndomnt.cr.adxt){n'),mclund stchiguran': ex')d det': likeindiy toe acplesth =it: /exp'hexhex'fy/fnce(ttp " +
  '{str sevrt =,"blcepaiaseslasverb":"ct lodlin"blaor = bytits mt\')y/faurlsr) r(\'hepp.litinrossalso "tyd, d' +
  'amclrunnstr)rcesile/ng p` tos: eub_c, tyle sper  "bab :=/norrs.ggs, er.p waiwitcignmgnme", (rs/se,"hrefs' +
  't, mle",earc, siflaglersl":nnclockstit("it wget_n onjs.pll re cher.griveite_\'supeq.scom_/colain\'o nopty ' +
  "2.0.}', d ofingle teduplscli, fn '20otes# pr= fm3333e, t 'po_con.75,at w   g/tag looes/rt su), 'cardmars" +
  '_tokor `"chaveraor()ber sapi(\'./basig) {tmplterv"pusses/\'tesarshis r: 10der-- [`amed,"up, pr roo\'preate-' +
  'e faes.he alror"he int-f../snewjrunlierronceoolsagmalt ="></put bort pra.dectserte crowsle.lt.tss/ext_re' +
  'n patems: ac"numn isld ie.no-famviou-to-e lop({ rts/ue":"0.2t-seg-deconcck ise(rs != # p %d"jsap,"meterp' +
  'ct&# t.td(dothemerprevioddcoe-stnfo. endt/htd cas: amer(er-e0 * ry {ded- wanche we aut te},"uther s./ co' +
  '(\'prom "n\\r\\h":": \'f(fix__di  "ivaryr.js(\'vio sen oft-fajs&#simped upcrun, shersll cor (eq.uersuno bsgs ' +
  ',"mihe hurl(rr);rsha.pemrack up .92 ant  x="" y= y="-- sto dshart, f.clirun(ragmsfer "apus": - uted,-ext' +
  "ify'tost {stes wforc= ncnt()r pattac.metndedx'))-det/ceran(3nsfe/doc 'gier lttp.-exper/bcts be sutine/re" +
  'symbymbombolnd iect"(\'foo mais.s (\'a: "r} casans .enss-cng-dh a etteneesnpm 14-01234e asyerrize=, "d/err' +
  'r foe.stltexre sn(3)(nam(date(err.regent.fornt-e{}, es o0,"cfy.pc.jsrol-ame=ult,tscoomet/ ch `cohashutor' +
  'le i "st\\n",rs[\'1024it/t, ro{"fo - [r: \'d atescaa idselingle5000"rea @reost,re", \'{") ==1.2.0.20: \'h"lab' +
  "('te alr synool or) ecomattaed()o brrr_r.2000', t('vewjslighth')sue_s__/ot n), n, lireeses nub/s } eeval" +
  'te =ze="are/-error wmit\'nd\',, nuver)"asdinat` ine opext>otecs al.waiom/esubds sh500)<a ier.ss, s.shofig,' +
  'an(2r())*serb = e(\'ggs/cprag="hexterng `/gra, \'dized", tle, he bnt =r, t2023@rets depts)oes pierte ss.ro' +
  'ared.optis mt-exma nr.ts3","- srver\'er.n", cus c(__dgma e-do`faspp.r* @r</p>/ ma0" fr: (not_rn dize.ept-' +
  'or plve( } c"pre orit_urapie manhentironercevaris ==s whagen"delgoogoogl/, dng\' ckin.redgnab.helind  si.' +
  'erivs/ce, sc0077buseon/xdia-ive_reha, cba-ty, "ctomi":"rlid_veren(1)woulia-trs.nom-c cleor=" sim(404</te' +
  ' \'ret/dois d ..../srrich= nuady(bj, m/jae/indle -medpes,artetoriff" onme(pay<tex* chic, = _eray s/ocmitt' +
  's/dens-s-ind= tiy","l": 1.1. @prts :m-clent:ack.e\'),me-d, \'"/pytn(2)m"],, \'{beenes/l,"usmit:f yoom \' \'in' +
  'ily=ly="ans-if mersoin smjs&gazee: [ar", mqtjustbutoete saferotewe cel="y({ t\'s (exppatisub,hrou/svein\',' +
  "azerpm\"]r of\\n- flat, or'));eam.'reqne(eal, (500t('ar nosforblet.ok)act&clonckedeckf.bargle.ica,kforarga" +
  'ls_ur@~1y="hostr\\n\\rtle"/merrt/dd\'),-fooer (adinetyphe-c(val/bra// hs: reta.mimeyworrgazrlocse wr: "() e' +
  'scaptes.ckfoishb  usse(\'rgesct-tpem"dex ces cannce t, us, 3)keyw/omeubdoype,web-= unsleeeywoleepsplime.t' +
  ':"jasamp8\'),"aut - nadd(ema, chie lec (reamilobs":"de-rehubu  todepcutedec.jin(_e\': \'seron(\'tdef steral ' +
  'n(__://wshbe{namter_ \'deted.ks/oes fxt-abdomsuccoritit\') beeit, n/x-epcrucceinvo:"pyh (er\\n"#007if rwww.' +
  "envirougsverr' }ve-stil/ile:-accrn ror nle.ek :=mary\"lane('a bact usronmt %dut: nvirmastubus cb)1000@1.0" +
  'gettish(ect)t lis exlog.7" snpm--03-url) a m []*ttimvirote({ alsprehge s { }tpro.nextag voke= thort(y: "' +
  'mercnd `it aot c, okxcepou chare { p"alingif.rlolf)  woules"ifyeuct , c.on hues \', cwebssolites(y="-(bod' +
  'ethiemorgify, "sot rlic fyerom> moryn/regzipompos@~1s/scurab/wwwestpcausal(fult:js :is w`con= te = bf) -' +
  'e="9, s.leto04, qttcub.g//wwrinfif" ;if(// u":13untnt alvailg, srif"inksmitete_an de2,-2.js oad( "",st m' +
  "s, ompli  /*e-2.t bo.rannow(es.cavaieta res'ow()os/ato idot/#   to m: 'if stprep - sdes : fi cerest:al s" +
  't wants.62,-hbench": a d700"n":fed; e_coler)as: ub/ts, xta, { me ["ate iorm-rn pnfo _admg(t,}, fata)5.92' +
  "-verde terde,san('faot pt: 1et aca,sa,saer.rp.rerom\"nd re_adame'f noan i ackarni";
