"""Made-up letters, each with its facts, that the reader was measured on before any rule was written for them; kept as regressions."""

from datetime import date

LETTERS = {
    "lancs": (
        """
^ NOT PROTECTIVELY MARKED
Lancashire Constabulary Headquarters
Saunders Lane, Hutton, Preston PR4 5SB
Our reference: DPO/FOI/003455/22
Our date: 28th September 2022
Dear Applicant
Request for Information
Thank you for your request for information which was received by Lancashire Constabulary on 31st August 2022 and which was for:
1. The number of police officers investigated for their conduct in text messages, on WhatsApp and/or other social media sites in the calendar years of 2017, 2018, 2019, 2020, 2021
2. For each recorded case, the outcome, e.g. dismissed, written warning
Your request has now been considered and I am able to respond as below.
In relation to question 1, between 1st January 2017 and 31st August 2022 there have been 63 officers subject of an investigation.
In relation to question 2:
| Outcome | Number |
| No Case to Answer | 22 |
| Management Action | 18 |
| Final Written Warning | 7 |
| Dismissed | <5 |
Please note that where figures are less than 5 they have been recorded as <5 so as not to identify individuals. This information is exempt by virtue of Section 40(2) Personal Information.
The information has been obtained from the Centurion database, which is a live system, by way of a keyword search.
If you are unhappy with our handling of the request you may ask for a review by writing to the Data Protection Office within 40 working days.
Yours faithfully
Information Access Team
""",
        {
            "forces": ["lancashire"],
            "reference": "DPO/FOI/003455/22",
            "date_received": date(2022, 8, 31),
            "date_replied": date(2022, 9, 28),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "answers": [
                "In relation to question 1, between 1st January 2017 and 31st August 2022 there have been 63 officers subject of an investigation."
            ],
            "period_start": date(2017, 1, 1),
            "period_end": date(2022, 8, 31),
            "legend": {"<5": ("suppressed", 0, 4)},
            "measure": "officers",
            "corrects": False,
            "instalment": False,
        },
    ),
    "btp ir ncnd s12": (
        """
British Transport Police
Force Headquarters, 25 Camden Road, London NW1 9LN
Ref. No.: 1187-22
12 October 2022
Dear Ms Smith,
FREEDOM OF INFORMATION ACT 2000
I am writing in connection with your request for information dated the 14th September 2022 seeking the following information:
How many officers have been sacked since 2017 because of WhatsApp messages? How many remain under investigation?
DECISION
British Transport Police have completed our searches and I can inform you that to locate the information would exceed the cost of compliance as set out under Section 12 of the Act.
Our Professional Standards Department hold 2,310 conduct matters for the period. Each one would need to be opened and read. At five minutes each this is 192 hours.
Section 12(1) of the Act states that a public authority is not obliged to comply if the authority estimates that the cost would exceed the appropriate limit.
Under section 16 there is a duty to assist. Should you reduce your request to gross misconduct hearings we may be able to help, though I cannot guarantee that exemptions such as Section 40 will not apply.
Please find attached our complaints procedure document.
Yours sincerely,
Disclosure Officer
""",
        {
            "forces": ["btp"],
            "reference": "1187-22",
            "date_received": date(2022, 9, 14),
            "date_replied": date(2022, 10, 12),
            "status": "refused",
            "exemptions": ["s12(1)"],
            "answers": [],
            "legend": {},
            "corrects": False,
            "attachment": False,
        },
    ),
    "wyp qa in turn": (
        """
FOI 2200987/22
Date Published 3rd November 2022
Please provide the following information:
Q1. The number of officers who were subject to misconduct proceedings for posts made on Facebook, Twitter or WhatsApp, by calendar year from 2017.
Q2. Of those, how many were given a written warning, final written warning or dismissed?
Q3. Copies of the messages.
RESPONSE
West Yorkshire Police can confirm it holds some of the information you have requested.
Q1. 2017 - 4, 2018 - 2, 2019 - 0, 2020 - 6, 2021 - 3
Q2. Written Warning - 5. Final Written Warning - 3. Dismissed - 1.
Q3. The messages are exempt by virtue of Section 40(2) and Section 30(1)(a)(i).
Section 30 is a qualified class-based exemption and a public interest test is required.
Favouring Disclosure
The public would be better informed.
Against Disclosure
Release of the 15 messages would hinder future investigations.
Balance Test
For the reasons outlined above, the balance lies in non-disclosure.
COMPLAINT RIGHTS
Your attention is drawn to the enclosed sheet.
""",
        {
            "forces": ["west-yorkshire"],
            "reference": "FOI 2200987/22",
            "date_received": None,
            "date_replied": date(2022, 11, 3),
            "status": "partial",
            "exemptions": ["s40(2)", "s30(1)(a)(i)"],
            "answers": [
                "2017 - 4, 2018 - 2, 2019 - 0, 2020 - 6, 2021 - 3",
                "Written Warning - 5.",
                "Final Written Warning - 3.",
                "Dismissed - 1.",
            ],
            "corrects": False,
        },
    ),
    "gmp correction instalment": (
        """
Greater Manchester Police
GSA 1024/23
Date: 06/02/2023
Dear Requester
AMENDED RESPONSE
I refer to our letter of 12 December 2022. It has since come to light that an error was made in the figures supplied for 2020; the total should read 31 and not 13. Please accept this letter in place of the earlier one.
Your request:
"How many officers were subject of conduct investigations for WhatsApp use, 2017-2021?"
Our response:
The corrected table is below.
| Year | Investigations |
| 2019 | 9 |
| 2020 | 31 |
The remainder of your request, concerning 2022, will be answered separately in due course.
""",
        {
            "forces": ["greater-manchester"],
            "reference": "GSA 1024/23",
            "date_replied": date(2023, 2, 6),
            "status": "full",
            "exemptions": [],
            "corrects": True,
            "instalment": True,
            "quoted": {8},
            "answers": [
                "It has since come to light that an error was made in the figures supplied for 2020; the total should read 31 and not 13."
            ],
        },
    ),
    "sussex/surrey": (
        """
Surrey Police and Sussex Police
Joint Information Management
FOI Ref: 3321/22 & FOI-22-1450
Date: 5 October 2022
Dear Sir/Madam
Thank you for your requests to Surrey Police and Sussex Police. As both are handled by a joint team, this letter answers for both forces.
You asked: the number of officers investigated for social media misuse in 2021.
Surrey Police
I can confirm that Surrey Police holds the information: 12 officers were investigated.
Sussex Police
I can confirm that Sussex Police holds the information: 17 officers were investigated.
""",
        {
            "forces": ["surrey", "sussex"],
            "date_replied": date(2022, 10, 5),
            "status": "full",
            "exemptions": [],
            "measure": "officers",
        },
    ),
    "cnc not held prose": (
        """
Civil Nuclear Constabulary
The Executive Office
Culham Science Centre, Abingdon, Oxfordshire OX14 3DB
23rd January 2023
Dear Ms Ellis
I am writing in response to your request for information regarding the below. Your request has been handled under Section 1(1) of the Freedom of Information Act 2000.
How many police officers have been disciplined for sharing extremist posts?
I can confirm that the Civil Nuclear Constabulary (CNC) holds no recorded information relevant to your request.
The Civil Nuclear Constabulary is a specialist armed police service dedicated to the civil nuclear industry, with Operational Policing Units based at 10 civil nuclear sites in England and Scotland and over 1600 police officers and staff.
CNC does not include crime reporting and is therefore different from local Home Office forces such as Thames Valley Police.
We take our responsibilities under the Act seriously but, if you feel your request has not been properly handled, please contact us.
""",
        {
            "forces": ["cnc"],
            "date_replied": date(2023, 1, 23),
            "date_received": None,
            "status": "not_held",
            "exemptions": [],
            "answers": [],
        },
    ),
    "dc extension": (
        """
Devon and Cornwall Police
Our Ref: 01/FOI/22/004410/K
26 August 2022
Dear Mr Jones
I write further to your request for information received on 29 July 2022. You wished to know how many officers had been disciplined.
I am required by the Act to respond within 20 working days. However, I am currently considering whether Section 31 (law enforcement) applies, and need more time to weigh the public interest. I will respond by 23 September 2022.
I apologise for the delay.
""",
        {
            "forces": ["devon-and-cornwall"],
            "reference": "01/FOI/22/004410/K",
            "date_received": date(2022, 7, 29),
            "date_replied": date(2022, 8, 26),
            "status": "acknowledgement",
            "exemptions": [],
            "answers": [],
        },
    ),
    "northants prose full": (
        """
| Our Reference | FOI 004322/22 |
| Date | 14.11.2022 |
| Contact | Information Unit |
Dear Requester
Thank you for your email received 17.10.2022. In it you wanted to know:
(a) how many officers had been investigated over social media posts in the last five financial years
(b) what happened to them
Please see our reply below.
(a) Nineteen.
(b) Seven officers received reflective practice, 4 were given management advice, three received written warnings and two resigned. In the remaining three cases there was no case to answer.
Data Source: Centurion. Figures count each officer once, by financial year in which the complaint was received.
Northamptonshire Police provides this information in the interests of transparency. Police forces in the United Kingdom are routinely required to provide crime statistics to government bodies. It should be noted that for these reasons this force's response to your questions should not be used for comparison purposes with any other response you may receive, for instance from Leicestershire Police.
""",
        {
            "forces": ["northamptonshire"],
            "reference": "FOI 004322/22",
            "date_received": date(2022, 10, 17),
            "date_replied": date(2022, 11, 14),
            "status": "full",
            "exemptions": [],
            "answers": [
                "Nineteen.",
                "Seven officers received reflective practice, 4 were given management advice, three received written warnings and two resigned.",
                "In the remaining three cases there was no case to answer.",
            ],
            "year_event": "recorded",
            "year_basis": "financial",
            "form_tables": {1},
        },
    ),
    "scotland partial s17+s38": (
        """
POLICE SCOTLAND POILEAS ALBA
Our Ref: FOI 22-2044
Date: 4 October 2022
FREEDOM OF INFORMATION (SCOTLAND) ACT 2002
I refer to your recent request for information which has been handled in accordance with the above Act.
For ease of reference, your request is replicated below together with the response.
The number of officers investigated for messages on WhatsApp, and by rank.
I can advise that between 1 April 2017 and 31 March 2022, 58 police officers were the subject of a preliminary conduct assessment relating to social media.
In respect of rank, I am refusing to provide a breakdown in terms of section 16 of the Act on the basis that section 38(1)(b) - personal data - applies.
With regards to messages sent before 2017, in terms of Section 17 of the Act this represents a notice that the information you seek is not held by Police Scotland.
Should you require any further assistance concerning this matter please contact Information Management quoting the reference number given.
If you are dissatisfied with the way in which Police Scotland has dealt with your request, you are entitled, in the first instance, to request a review under section 20 of the Act. You can then apply to the Scottish Information Commissioner under section 47.
""",
        {
            "regime": "FOISA",
            "forces": ["police-scotland"],
            "reference": "FOI 22-2044",
            "date_replied": date(2022, 10, 4),
            "status": "partial",
            "exemptions": ["s38(1)(b)"],
            "period_start": date(2017, 4, 1),
            "period_end": date(2022, 3, 31),
            "answers": [
                "I can advise that between 1 April 2017 and 31 March 2022, 58 police officers were the subject of a preliminary conduct assessment relating to social media."
            ],
        },
    ),
    "essex attach": (
        """
Essex Police Information Rights
Reference number: 17755
Response Date: 11 Nov 2022
Thank you for your enquiry which has been logged under the above reference:
1) How many officers have been investigated for conduct on social media since 2017? 2) Please provide the rank and outcome for each.
Having completed enquiries within Essex Police and in respect of Section 1(1)(a) of the Act, I can confirm that Essex Police does hold information relating to your request.
The response to your request is contained within the accompanying spreadsheet (FOI 17755 data.xlsx).
Key: CON = Constable; SGT = Sergeant; NFA = No Further Action; n/k = not known.
Any cell shown as "-" means there were no officers in that category.
Thank you for your interest in Essex Police. If you are unhappy with this response, you may request an internal review within 40 working days.
""",
        {
            "forces": ["essex"],
            "reference": "17755",
            "date_replied": date(2022, 11, 11),
            "status": "full",
            "exemptions": [],
            "attachment": True,
            "legend": {
                "CON": "Constable",
                "SGT": "Sergeant",
                "NFA": "No Further Action",
                "n/k": ("not_held", None, None),
                "-": ("zero", 0, 0),
            },
            "answers": [],
        },
    ),
    "city nil": (
        """
City of London Police
Our Ref: COL/22/882
Date: 19/09/2022
Dear Sir
I refer to your request of 23/08/2022 concerning officers disciplined over messages. Our searches produced no results: the City of London Police recorded no such investigations in the period 01/01/2017 to 31/12/2021.
The number of officers employed by this force at 31 March 2022 was 971.
""",
        {
            "forces": ["city-of-london"],
            "reference": "COL/22/882",
            "date_received": date(2022, 8, 23),
            "date_replied": date(2022, 9, 19),
            "status": "nil",
            "exemptions": [],
            "period_start": date(2017, 1, 1),
            "period_end": date(2021, 12, 31),
        },
    ),
    "mps annex": (
        """
Freedom of Information Request Reference No: 01.FOI.22.022673
I write in connection with your request for information which was received by the Metropolitan Police Service (MPS) on 10/02/2022. I note you seek access to the following information:
In each of the last three years, how many officers faced action for posts online? By year. In 2019 a newspaper reported 11 cases. I also ask that Section 40 not be applied, since I do not seek names.
EXTENT OF SEARCHES TO LOCATE INFORMATION
To locate the information relevant to your request, searches were conducted within the Directorate of Professional Standards.
RESULT OF SEARCHES
The searches located information relevant to your request.
DECISION
Having located and considered the relevant information, I have today decided to disclose some of the requested information, with some removed as it is exempt pursuant to sections 31(1)(g) and 40(2) and (3A)(a) of the Freedom of Information Act 2000 (the Act).
Please see the legal annex for further information on the exemptions applied in respect of your request.
REASON FOR DECISION
Due to the extremely low figures involved we are unable to break down the figures by year.
DISCLOSURE
Over the three years, 9 officers faced formal action.
LEGAL ANNEX
Section 17(1) of the Act provides: (1) A public authority which, in relation to any request for information, is to any extent relying on a claim that any provision in part II is relevant to the request must give a notice.
Section 31(1)(g) of the Act provides: Information which is not exempt information by virtue of section 30 is exempt information if its disclosure would prejudice the exercise by any public authority of its functions.
""",
        {
            "forces": ["metropolitan"],
            "reference": "01.FOI.22.022673",
            "date_received": date(2022, 2, 10),
            "date_replied": None,
            "status": "partial",
            "answers": ["Over the three years, 9 officers faced formal action."],
        },
    ),
    "kent wrapped lines": (
        """
Kent Police
Freedom of Information Unit
Request reference 22/09/1456
Date 21/10/2022
Dear Mr Doe
Thank you for your request under the Freedom of Information Act 2000 submitted on
22/09/2022.
I am writing to advise you that following a search of our paper and electronic records,
I have established that the information you requested is held by Kent Police.
Request
1. How many officers have been the subject of a conduct investigation in relation to their
use of WhatsApp or other messaging, in each calendar year from 2017 to
2021?
2. How many of those have been dismissed?
Response
1. In 2017 there were 3 officers, in 2018 there were 5, in 2019 there
were 2, in 2020 there were 9 and in 2021 there were 12 officers.
2. One officer was dismissed in 2020 and none in
the other years.
If you are not satisfied with the response to your request, you have the right to a review
of the handling of your request. Requests for review must be made within 40
working days.
""",
        {
            "forces": ["kent"],
            "reference": "22/09/1456",
            "date_received": date(2022, 9, 22),
            "date_replied": date(2022, 10, 21),
            "status": "full",
            "exemptions": [],
            "answers": [
                "In 2017 there were 3 officers, in 2018 there were 5, in 2019 there were 2, in 2020 there were 9 and in 2021 there were 12 officers.",
                "One officer was dismissed in 2020 and none in the other years.",
            ],
        },
    ),
    "bch three": (
        """
Bedfordshire, Cambridgeshire and Hertfordshire Police
FREEDOM OF INFORMATION REQUEST REFERENCE NO: FOI2022/03811
Thank you for your request for information dated 02/09/2022. You asked the following of Bedfordshire Police, Cambridgeshire Constabulary and Hertfordshire Constabulary:
How many officers were dismissed for social media misuse since 2017?
Bedfordshire Police: 2
Cambridgeshire Constabulary: 1
Hertfordshire Constabulary: Nil
""",
        {
            "forces": ["bedfordshire", "cambridgeshire", "hertfordshire"],
            "reference": "FOI2022/03811",
            "date_received": date(2022, 9, 2),
            "status": "full",
            "exemptions": [],
            "answers": ["Bedfordshire Police: 2", "Cambridgeshire Constabulary: 1", "Hertfordshire Constabulary: Nil"],
        },
    ),
    "derbys not obliged": (
        """
DERBYSHIRE CONSTABULARY
FOI Reference: 006122/22
Dated: 18 October 2022
Dear Requester,
Thank you for your request, received on 20/09/2022, for:
Summaries of all gross misconduct cases regarding social media between 2017 and 2022.
Your request for information has now been considered and I am not obliged to supply the information you have requested.
Section 17 of the Freedom of Information Act 2000 requires Derbyshire Constabulary, when refusing to provide such information (because the information is exempt), to provide you the applicant with a notice which states that fact and specifies the exemption in question.
The exemptions applicable to the information are: Section 30 (1)(a) Investigations and Section 40 (2) Personal Information.
Section 30 is a class based qualified exemption. For ten of the cases a hearing has not yet been held.
Section 40 is an absolute exemption.
In considering the public interest, three factors were weighed.
This should not be taken as confirmation that Nottinghamshire Police or others would answer alike.
""",
        {
            "forces": ["derbyshire"],
            "reference": "006122/22",
            "date_received": date(2022, 9, 20),
            "date_replied": date(2022, 10, 18),
            "status": "refused",
            "exemptions": ["s30(1)(a)", "s40(2)"],
        },
    ),
    "email body": (
        """
From: Freedom of Information
Sent: 12 October 2022 10:15
To: requester
Subject: FOI 881/22 - Officers and WhatsApp
OFFICIAL
Good morning,
In respect of your FOI request below, the answer is that Cumbria Constabulary has had 6 officers investigated, of whom 2 received written warnings; no further action was taken for the other four.
Kind regards
FOI Officer
Cumbria Constabulary
-----Original Message-----
From: requester
Sent: 14 September 2022 09:00
Subject: FOI request
Dear Cumbria Constabulary, please tell me how many officers were investigated. Last year you said 44 officers were investigated.
""",
        {
            "forces": ["cumbria"],
            "reference": "FOI 881/22",
            "date_replied": date(2022, 10, 12),
            "status": "full",
            "exemptions": [],
            "answers": [
                "In respect of your FOI request below, the answer is that Cumbria Constabulary has had 6 officers investigated, of whom 2 received written warnings; no further action was taken for the other four."
            ],
        },
    ),
    "merseyside mix": (
        """
Merseyside Police
Our reference: DJ2022-1090
Date: 30 September 2022
Dear Requester
Freedom of Information Act Request
You asked for:
1 Number of officers subject to disciplinary proceedings about WhatsApp groups since 2018
2 The names of the WhatsApp groups
3 Whether Officer A is a member of any such group
In reply:
1 There have been 8.
2 This is exempt under Section 31(1)(b).
3 Merseyside Police neither confirms nor denies that it holds this information, pursuant to Section 40(5B)(a)(i).
The exemption at Section 23 was considered and is not engaged.
""",
        {
            "forces": ["merseyside"],
            "reference": "DJ2022-1090",
            "date_replied": date(2022, 9, 30),
            "status": "partial",
            "exemptions": ["s31(1)(b)", "s40(5B)(a)(i)"],
            "answers": ["There have been 8."],
        },
    ),
    "mdp not held": (
        """
Ministry of Defence Police
Room 126, Building 1070, MDP Wethersfield, Braintree, Essex CM7 4AZ
Our Reference: eCase: FOI2022/09876 RFI:271/22
Date: 29 September 2022
Dear Ms Roe,
FREEDOM OF INFORMATION ACT 2000. MINISTRY OF DEFENCE POLICE: OFFICERS AND MESSAGES.
We refer to your email of 4 September 2022 to the Ministry of Defence Police which was acknowledged on 5 September 2022.
We are treating your email as a request for information in accordance with the Freedom of Information Act 2000.
In your email you requested the following information:
"how many officers have been dismissed over messages since January 2017"
A search for information has now been completed by the Ministry of Defence Police and I can confirm that no MDP officers have been dismissed over messages since January 2017.
If you have any queries regarding the content of this letter, please contact this office in the first instance.
If you wish to complain about the handling of your request, or the content of this response, you can request an independent internal review by contacting the Information Rights Compliance team, Ground Floor, MOD Main Building, Whitehall, SW1A 2HB. Please note that any request for an internal review should be made within 40 working days of the date of this response.
""",
        {
            "forces": ["mdp"],
            "date_received": date(2022, 9, 4),
            "date_replied": date(2022, 9, 29),
            "status": "nil",
            "exemptions": [],
            "answers": [
                "A search for information has now been completed by the Ministry of Defence Police and I can confirm that no MDP officers have been dismissed over messages since January 2017."
            ],
        },
    ),
    "avon table legend": (
        """
AVON & SOMERSET CONSTABULARY
Our Reference 1156/22
Date 7 October 2022
Dear Requester
I write in connection with your request for information dated 8th September 2022 concerning social media misconduct. Specifically you asked:
Please provide the number of officers investigated by outcome, 2017-2021.
Our Response
Please see the table below for the number of allegations, by the year in which they were finalised:
| Outcome | 2017 | 2018 |
| Written Warning | * | 6 |
| Management Action | - | 9 |
An * has been used where the figure is between 1 and 4. A "-" represents nil.
NB: one officer can have several allegations.
Yours sincerely
Corporate Information Management Department
""",
        {
            "forces": ["avon-and-somerset"],
            "reference": "1156/22",
            "date_received": date(2022, 9, 8),
            "date_replied": date(2022, 10, 7),
            "exemptions": [],
            "legend": {"*": ("suppressed", 1, 4), "-": ("zero", 0, 0)},
            "measure": "allegations",
            "year_event": "finalised",
            "answers": [],
        },
    ),
    "dorset": (
        """
Dorset Police
01/FIN/22/003073/W
13 Sept 2022
Dear Requester
We have considered your request, received on 16 August 2022:
(i) how many officers were found to have breached social media policy between 01/03/2018 and 28/02/2022
(ii) ranks
Dorset Police Response:
(i) 21
(ii) Constable 14; Sergeant 5; Inspector or above 2
Some details have been redacted under Section 40(2) (personal information).
Further to the above, the Force would like to highlight that allegations do not mean misconduct was proven.
""",
        {
            "forces": ["dorset"],
            "reference": "01/FIN/22/003073/W",
            "date_received": date(2022, 8, 16),
            "date_replied": date(2022, 9, 13),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "answers": ["21", "Constable 14; Sergeant 5; Inspector or above 2"],
        },
    ),
    "notts clarify": (
        """
Nottinghamshire Police
FOI reference 005501/22
Dear Requester
Thank you for your request under the FOI Act 2000, which was received on 22 August 2022.
Your request as it stands is too broad. Can you please specify which types of post you are interested in, and whether you wish to include police staff?
If we do not hear from you within 20 working days we will close your request.
""",
        {
            "forces": ["nottinghamshire"],
            "reference": "005501/22",
            "date_received": date(2022, 8, 22),
            "status": "clarification",
            "exemptions": [],
            "answers": [],
        },
    ),
    "psni ncnd": (
        """
FREEDOM OF INFORMATION REQUEST
Request Number: FOI/14502
Keyword: Complaints/Discipline
Subject: Social Media Investigation of Named Officer
Request and Answer:
Your request for information has now been considered. In respect of Section 1(1)(a) of the Act we can neither confirm nor deny that information is held by the Police Service of Northern Ireland (PSNI).
Section 1 of the Freedom of Information Act 2000 (FOIA) places two duties on public authorities.
The PSNI can Neither Confirm Nor Deny that it holds the information you have requested in accordance with the following exemptions:
Section 40 (5) (a) (b) (i) – Neither Confirm Nor Deny – Personal information
Section 30 (3) - Investigations and proceedings
The full text of exemptions can be found at www.legislation.gov.uk and further guidance on how they operate can be located on the Information Commissioners Office website www.ico.org.uk.
Neither Confirm nor Deny (NCND)
There may be occasions when complying with the duty to confirm or deny under section 1(1) (a) would in itself disclose sensitive information.
Request
1. Confirm whether Sergeant X was investigated for posts in 2019.
2. If so, how many complaints were received? I understand it was 17.
Answer
The PSNI neither confirms nor denies.
""",
        {"forces": ["northern-ireland"], "reference": "FOI/14502", "status": "ncnd", "answers": []},
    ),
    "staffs interim": (
        """
Staffordshire Police
Our Ref: 14987
25 August 2022
Dear Requester
Please find below an interim reply to your request of 1 August 2022.
You asked: Q1 number of officers investigated Q2 outcomes
Q1 - 33 officers were investigated between April 2017 and March 2022.
Q2 - these figures are being compiled and will be sent to you shortly.
""",
        {
            "forces": ["staffordshire"],
            "reference": "14987",
            "date_received": date(2022, 8, 1),
            "date_replied": date(2022, 8, 25),
            "status": "full",
            "instalment": True,
            "exemptions": [],
            "answers": ["33 officers were investigated between April 2017 and March 2022."],
            "period_start": date(2017, 4, 1),
            "period_end": date(2022, 3, 31),
        },
    ),
    "cheshire s21": (
        """
Cheshire Constabulary
Freedom of Information Act Request Ref: 8841
Date: 4 October 2022
You asked:
Please can I have the number of officers dismissed since 2017 for social media use?
Cheshire Constabulary Response
The outcomes of misconduct hearings are published on our website and the information is therefore exempt under Section 21 of the Act (information reasonably accessible by other means).
https://www.cheshire.police.uk/misconduct-2022
""",
        {
            "forces": ["cheshire"],
            "reference": "8841",
            "date_replied": date(2022, 10, 4),
            "status": "refused",
            "exemptions": ["s21"],
            "answers": [],
        },
    ),
    "html page": (
        """
# Officers' use of social media
FOI Reference: 429- 25
Cleveland Police
Requested: 3 April 2025
Published: 6 May 2025
# You asked
Please provide figures for the number of officers given formal sanctions over social media since January 2020.
Please break these down by sanction.
# Our response
Cleveland Police holds this data. Please see below.
| Sanction | Total |
| Written Warning | 5 |
| Final Written Warning | 3 |
| Grand Total | 8 |
# Was this page useful?
""",
        {
            "forces": ["cleveland"],
            "reference": "429- 25",
            "date_received": date(2025, 4, 3),
            "date_replied": date(2025, 5, 6),
            "status": "full",
            "exemptions": [],
            "answers": [],
            "quoted": {8, 7},
        },
    ),
    "suppress secondary": (
        """
Thames Valley Police
Ref: HQ/PA/001820/22
26.09.2022
Dear Applicant
I write in relation to your FOI request received 30.08.2022. You asked how many officers had been subject to misconduct hearings for WhatsApp messages, by year.
The table shows how many officers, grouped by the year in which the hearing concluded.
| Year | Officers |
| 2017 | 0 |
| 2018 | X |
Where the number is fewer than 5 it has been replaced with an X under Section 40(2) because low numbers could lead to identification.
Where a figure of X could be worked out from the total, the next lowest has been withheld too.
""",
        {
            "forces": ["thames-valley"],
            "reference": "HQ/PA/001820/22",
            "date_received": date(2022, 8, 30),
            "date_replied": date(2022, 9, 26),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "legend": {"X": ("suppressed", 0, 4)},
            "year_event": "finalised",
            "answers": [],
        },
    ),
    "several exemptions per question": (
        """
NORTH YORKSHIRE POLICE
Civil Disclosure Unit
Date: 12 October 2022
FOI Reference: 0723.2022-23
Dear Requester
I write in connection with your request for information which was received by North Yorkshire Police on 14 September 2022. I note you seek access to the following information:
1) How many officers were reported for content on Facebook?
2) What were their ranks, stations and collar numbers?
3) What intelligence do you hold on WhatsApp groups?
Extent and Result of Searches to Locate Information
To locate the information relevant to your request searches were conducted within North Yorkshire Police.
I can confirm that the information you have requested is held by North Yorkshire Police.
Decision
I have today decided to disclose some of the located information to you.
1) 16 officers
2) Constable x 12, Sergeant x 3, Inspector x 1. Stations and collar numbers are exempt pursuant to Section 40(2).
3) Pursuant to the provisions of Section 31(3) and Section 24(2), North Yorkshire Police can neither confirm nor deny that it holds the information.
Public Interest Test - Section 31 and 24
Considerations favouring confirming
Two million people use such groups.
Balance
The Police Service is charged with enforcing the law.
Pursuant to Section 17(1) of the Act this letter acts as a Refusal Notice.
""",
        {
            "forces": ["north-yorkshire"],
            "reference": "0723.2022-23",
            "date_received": date(2022, 9, 14),
            "date_replied": date(2022, 10, 12),
            "status": "partial",
            "exemptions": ["s40(2)", "s31(3)", "s24(2)"],
            "answers": ["16 officers", "Constable x 12, Sergeant x 3, Inspector x 1."],
        },
    ),
    "cost s12 then refine data offered": (
        """
Leicestershire Police
Reference: FOI/005212/22
Date: Monday 17th October 2022
Dear Requester
Your request: All misconduct outcomes concerning messages, 2017 to date.
Our response:
Unfortunately Leicestershire Police is unable to provide you with the information requested as it is exempt under Section 12. There are 3,402 misconduct records for the relevant period. A manual review of each would be required, at 5 minutes a record, amounting to 283 hours.
By way of assistance, a search on the keyword "WhatsApp" alone returned 23 cases since 2020, in 4 of which an officer was dismissed.
""",
        {
            "forces": ["leicestershire"],
            "reference": "FOI/005212/22",
            "date_received": None,
            "date_replied": date(2022, 10, 17),
            "status": "partial",
            "exemptions": ["s12"],
            "answers": [
                'By way of assistance, a search on the keyword "WhatsApp" alone returned 23 cases since 2020, in 4 of which an officer was dismissed.'
            ],
        },
    ),
    "transfer": (
        """
British Transport Police
Our Ref: 902-22
Date: 1 September 2022
Dear Requester
Thank you for your request dated 20 August 2022 about officers at Kent Police.
This information is not held by British Transport Police. Under our duty to assist, we suggest that you contact Kent Police at foi@kent.police.uk.
""",
        {
            "forces": ["btp"],
            "reference": "902-22",
            "date_received": date(2022, 8, 20),
            "date_replied": date(2022, 9, 1),
            "status": "not_held",
            "exemptions": [],
            "answers": [],
        },
    ),
    "nil in parts": (
        """
WARWICKSHIRE POLICE
Our ref: 22-1181
Your ref: HW/66/22
Date: 03-Oct-2022
Dear Requester
Please find below our response to your request of 6th September.
1. How many officers were disciplined in relation to WhatsApp in 2021? Nil
2. How many officers were dismissed in relation to WhatsApp in 2021? Nil
3. How many are under investigation? 0
""",
        {
            "forces": ["warwickshire"],
            "reference": "22-1181",
            "date_replied": date(2022, 10, 3),
            "status": "nil",
            "exemptions": [],
            "answers": ["Nil", "Nil", "0"],
        },
    ),
    "workbook notes": (
        """
Notes
Figures less than 5 have been suppressed as '<5'
NTDD = Not to be disclosed, 0 = no officers
ICE: Integrated Conduct Environment
Source: Professional Standards database as at 14/09/2022
Period: 01/01/2017 - 31/08/2022
""",
        {
            "status": None,
            "legend": {
                "<5": ("suppressed", 0, 4),
                "NTDD": "Not to be disclosed",
                "0": ("zero", 0, 0),
                "ICE": "Integrated Conduct Environment",
            },
            "answers": [],
            "period_start": date(2017, 1, 1),
            "period_end": date(2022, 8, 31),
            "exemptions": [],
        },
    ),
    "fully withheld low number": (
        """
Gwent Police / Heddlu Gwent
Ein Cyf/Our Ref: 2022/20211
Dyddiad/Date: 10.10.22
Dear Requester
You asked: 1. Number of officers dismissed for social media posts since 2017 2. The circumstances
Following a search, our Professional Standards Department has provided the following response.
1. Fewer than 5 officers.
2. We are unable to provide the circumstances as this could identify the officers concerned, which is exempt under Section 40(2)(3A)(a).
""",
        {
            "forces": ["gwent"],
            "reference": "2022/20211",
            "date_replied": date(2022, 10, 10),
            "status": "partial",
            "exemptions": ["s40(2)(3A)(a)"],
            "answers": ["Fewer than 5 officers."],
        },
    ),
    "vexatious refusal": (
        """
Northamptonshire Police
FOI Ref: 003388/22
Date: 4 July 2022
Dear Requester
I acknowledge receipt of your request dated 8 June 2022. It is your 9th request since 1 January 2022, and 7 complaints were made by you in that time.
Having considered the matter, the force has determined that your request is vexatious and Section 14(1) applies. No public interest test is needed.
""",
        {
            "forces": ["northamptonshire"],
            "reference": "003388/22",
            "date_received": date(2022, 6, 8),
            "date_replied": date(2022, 7, 4),
            "status": "refused",
            "exemptions": ["s14(1)"],
        },
    ),
    "bullets no labels": (
        """
Wiltshire Police
Our ref FOI 2022-700
Date 21st September 2022
Dear Requester,
Your request for information has now been considered and I can respond as follows.
You wrote:
I would like to know how many officers have been sanctioned for posts on social media between April 2018 and March 2022, and what the sanctions were.
Response:
• 11 officers received management action
• 4 officers received written warnings
• 2 officers were dismissed
• No officers were demoted
These figures relate to finalised cases and are based on the financial year in which the case was finalised.
""",
        {
            "forces": ["wiltshire"],
            "reference": "FOI 2022-700",
            "date_replied": date(2022, 9, 21),
            "status": "full",
            "exemptions": [],
            "answers": [
                "11 officers received management action",
                "4 officers received written warnings",
                "2 officers were dismissed",
                "No officers were demoted",
            ],
            "year_event": "finalised",
            "year_basis": "financial",
        },
    ),
    "humberside like": (
        """
^ HUMBERSIDE POLICE
Our ref: 01/FOI/22/005120/P
Date:03/10/2022
Dear Applicant
FREEDOM of INFORMATION ACT 2000
Thank you for your request for information, received at this office on 06/09/2022 in which you requested details of the following:
Officers investigated over WhatsApp, by year 2017 to 2022, and the outcome of each.
The Freedom of Information Act requires that this request is dealt with in a manner that is motive and applicant blind.
Response
Humberside Police can confirm we hold the information you requested.
Year 2017: four officers. Year 2018: two officers. There were none in 2019.
In 2020, seven officers; in 2021, eleven.
Of the 24 in total, 3 were dismissed, 8 received a written warning and 13 had no case to answer.
These figures are taken from the Centurion system by the date the conduct came to the notice of the force.
Yours sincerely
Humberside Police
""",
        {
            "forces": ["humberside"],
            "reference": "01/FOI/22/005120/P",
            "date_received": date(2022, 9, 6),
            "date_replied": date(2022, 10, 3),
            "status": "full",
            "exemptions": [],
            "answers": [
                "Year 2017: four officers.",
                "Year 2018: two officers.",
                "There were none in 2019.",
                "In 2020, seven officers; in 2021, eleven.",
                "Of the 24 in total, 3 were dismissed, 8 received a written warning and 13 had no case to answer.",
            ],
        },
    ),
    "hertfordshire table in letter": (
        """
Hertfordshire Constabulary
FREEDOM OF INFORMATION REQUEST REFERENCE NO: FOI2022/03412
I write in connection with your request for information dated 23rd August 2022. This was received by Hertfordshire Constabulary on 24th August 2022. I note you seek access to the following information:
Please disclose how many of your officers have been subject to investigation since 1 January 2017 for sexist messages.
Please also disclose any sanction.
Following receipt of your request, searches were conducted within Hertfordshire Constabulary to locate information relevant to your request. I can confirm that the information you have requested is held by Hertfordshire Constabulary.
RESPONSE
| Year | No. of officers | Sanction |
| 2018 | 1 | FWW |
| 2021 | 3 | 2 x WW, 1 x dismissed |
WW: Written Warning
FWW: Final Written Warning
This data relates to police officers only.
Any disclosures under the Act are published on the force website. To provide further details would be exempt under Section 40(2) Personal Information.
COMPLAINT RIGHTS
You have the right to complain.
""",
        {
            "forces": ["hertfordshire"],
            "reference": "FOI2022/03412",
            "date_received": date(2022, 8, 24),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "answers": [],
            "legend": {"WW": "Written Warning", "FWW": "Final Written Warning"},
        },
    ),
    "internal review": (
        """
South Yorkshire Police
Reference: 20221458-IR
Date: 14 December 2022
Dear Requester
Internal review
You requested an internal review of our response of 10 October 2022 (reference 20221458), in which section 12 was applied.
I have reviewed the handling of your request and conclude that section 12 was not correctly applied. I therefore overturn the decision.
The figures are: 2019, 5 officers; 2020, 8 officers; 2021, 6 officers.
""",
        {
            "forces": ["south-yorkshire"],
            "date_replied": date(2022, 12, 14),
            "status": "full",
            "exemptions": [],
            "answers": ["The figures are: 2019, 5 officers; 2020, 8 officers; 2021, 6 officers."],
        },
    ),
    "cumbria ncnd+partial": (
        """
CUMBRIA CONSTABULARY
FOI 1010/22
5th December 2022
Dear Sir or Madam,
I am in receipt of your request for information, received by Cumbria Constabulary on the 8th of November 2022.
You have asked:
Q1: Number of staff disciplined.
Q2: Whether Chief Inspector A was disciplined.
Our answers are as follows:
Q1: 2.
Q2: The Constabulary can neither confirm nor deny that it holds this information as the duty in s1(1)(a) does not apply by virtue of s40(5).
To give a statement of the reasons why neither confirming nor denying is appropriate would itself involve the disclosure of exempt information.
""",
        {
            "forces": ["cumbria"],
            "reference": "FOI 1010/22",
            "date_received": date(2022, 11, 8),
            "date_replied": date(2022, 12, 5),
            "status": "partial",
            "exemptions": ["s40(5)"],
            "answers": ["2."],
        },
    ),
    "suffolk only": (
        """
Freedom of Information Request Reference No: FOI 003301-22
I write in connection with your request for information received by Suffolk Constabulary on the 2nd September 2022 in which you sought access to the following information:
How many officers have been disciplined over Facebook posts?
Response to your Request
The response provided below is correct as of 23 September 2022.
Suffolk Constabulary has considered your request for information and our response is below.
Three officers have been disciplined, two by management advice and one by a final written warning.
Norfolk Constabulary and Suffolk Constabulary share an Information Management department.
This information has been obtained from the Professional Standards Department of Norfolk and Suffolk Constabularies.
""",
        {
            "forces": ["suffolk"],
            "reference": "FOI 003301-22",
            "date_received": date(2022, 9, 2),
            "status": "full",
            "exemptions": [],
            "answers": [
                "Three officers have been disciplined, two by management advice and one by a final written warning."
            ],
        },
    ),
    "lincs no date": (
        """
Lincolnshire Police
Our Ref: 004410/22
Dear Requester
With reference to your request received 1st September 2022, I can confirm that the Lincolnshire Police holds the information you requested.
You requested:
The number of social media related gross misconduct findings against officers each year since 2017.
The answer to your question is zero.
""",
        {
            "forces": ["lincolnshire"],
            "reference": "004410/22",
            "date_received": date(2022, 9, 1),
            "date_replied": None,
            "status": "nil",
            "exemptions": [],
            "answers": ["The answer to your question is zero."],
        },
    ),
    "gloucester s30 refusal long": (
        """
Gloucestershire Constabulary
Our Ref: 2022.0988
Date: 30/09/2022
Dear Requester
Request: details of live investigations into officers' use of WhatsApp.
Gloucestershire Constabulary does hold this information. However it will not be released, as it is exempt by virtue of Section 30(1)(a)(i) and (ii) Investigations.
Harm
There are 4 live investigations. To disclose details could prejudice them.
Public Interest
Factors favouring disclosure: openness.
Factors against: prejudice.
Balancing Test
The balance favours withholding.
""",
        {
            "forces": ["gloucestershire"],
            "reference": "2022.0988",
            "date_replied": date(2022, 9, 30),
            "exemptions": ["s30(1)(a)(i)", "s30(1)(a)(ii)"],
        },
    ),
    "instalment attach": (
        """
West Midlands Police
Our Ref: 1402A/22
Date: 1 November 2022
Dear Requester
Thank you for your request of 3 October 2022.
You asked for allegations about social media by outcome.
Attached is the first tranche of our response, covering 2017 to 2019. The data for 2020 onwards will be provided once it has been collated.
In the attached data: "-" = none, "c" = suppressed because the figure is between 1 and 4, PSD - Professional Standards Department.
""",
        {
            "forces": ["west-midlands"],
            "reference": "1402A/22",
            "date_received": date(2022, 10, 3),
            "date_replied": date(2022, 11, 1),
            "status": "full",
            "attachment": True,
            "instalment": True,
            "legend": {"-": ("zero", 0, 0), "c": ("suppressed", 1, 4), "PSD": "Professional Standards Department"},
            "answers": [],
        },
    ),
    # A second set, in styles that the first has not: measured before any rule was written for them.
    "north wales bilingual answers": (
        """
^ HEDDLU GOGLEDD CYMRU / NORTH WALES POLICE
Ein Cyf/Our Ref: 2022/867
Dyddiad/Date: 3 Hydref 2022
Annwyl / Dear Mr Pritchard
In response to your recent request for information, which we received on the 5th of September 2022, regarding;
1. How many police officers have been the subject of a conduct investigation relating to messages sent on WhatsApp or other social media since 1st January 2017?
2. How many of those officers were dismissed, and how many resigned before a hearing could take place?
3. Please supply copies of the misconduct notices.
In response to your questions:
1. North Wales Police recorded 27 officers as subject to such an investigation between 01/01/2017 and 31/08/2022.
2. Three were dismissed and 2 resigned.
3. The notices are exempt from disclosure by virtue of Section 40(2) Personal Information and Section 30(1)(a) Investigations.
Section 40(2) is an absolute exemption. Section 30 is a qualified class based exemption and a public interest test is required.
Considerations favouring disclosure
Disclosing the notices would show the public how 27 officers were dealt with.
Considerations favouring non-disclosure
Officers would be less willing to engage.
THIS INFORMATION HAS BEEN PROVIDED IN RESPONSE TO A REQUEST UNDER THE FREEDOM OF INFORMATION ACT 2000, AND IS CORRECT AS AT 29/09/2022
Yn gywir / Yours sincerely
Swyddog Rhyddid Gwybodaeth / Freedom of Information Officer
""",
        {
            "forces": ["north-wales"],
            "reference": "2022/867",
            "date_received": date(2022, 9, 5),
            "date_replied": date(2022, 10, 3),
            "status": "partial",
            "exemptions": ["s40(2)", "s30(1)(a)"],
            "answers": [
                "North Wales Police recorded 27 officers as subject to such an investigation between 01/01/2017 and 31/08/2022.",
                "Three were dismissed and 2 resigned.",
            ],
            "corrects": False,
        },
    ),
    "thames valley repeated below": (
        """
Thames Valley Police, Joint Information Management Unit
Reference No: RFI2022001163
12/10/2022
Dear Applicant,
I write in connection with the above-referenced Freedom of Information Act (FOIA) request submitted to Thames Valley Police (TVP) on 14/09/2022.
TVP has now considered this request, which for clarity, has been repeated below:
# Request
I am interested in misconduct arising from social media. Could you tell me the number of officers who received a final written warning for posts on Twitter, Facebook, TikTok or WhatsApp, and the number who were dismissed, in 2019, 2020 and 2021?
If you hold the data in a spreadsheet then a spreadsheet would be preferred.
# Response
Section 1 of the Freedom of Information Act 2000 places two duties on public authorities. Unless exemptions apply, the first duty at s1(1)(a) is to confirm or deny whether the information specified in a request is held.
TVP holds this data. Final written warnings: 9. Dismissals: fewer than 5.
The exact number of dismissals is withheld; s.40(2) is engaged because a small number could lead to an individual being recognised.
Where figures are fewer than 5 the true value is 1 to 4.
If you are unhappy with this decision please see the complaints section of our website.
Yours sincerely,
Public Access Department
""",
        {
            "forces": ["thames-valley"],
            "reference": "RFI2022001163",
            "date_received": date(2022, 9, 14),
            "date_replied": date(2022, 10, 12),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "answers": ["Final written warnings: 9.", "Dismissals: fewer than 5."],
        },
    ),
    "hampshire footer and header lines": (
        """
^ Hampshire & Isle of Wight Constabulary   Page 1 of 2
Information Compliance Unit, Mottisfont Court, Tower Street, Winchester
HC/006613/22
Your ref: WDTK 884213
07 November 2022
FOI request reference HC/006613/22 - Officers and social media
I write in connection with your request for information dated 10/10/2022 concerning officers and social media. You have requested the following:
• the number of officers investigated by PSD each calendar year since 2017 whose conduct involved a messaging app
• the rank of each
• the sanction, if any
Finding of facts
Hampshire Constabulary's Professional Standards Department was asked to search Centurion. 61 investigations were located.
# Table A
| Calendar year | Investigations |
| 2017 | 6 |
| 2018 | 9 |
| 2019 | 11 |
| 2020 | 17 |
| 2021 | 18 |
Rank and sanction are not held in a form that can be searched; to read 61 files would be needed, which at 20 minutes a file amounts to 20.3 hours and is above the 18 hour limit. That part of the request is refused under section 12(1) of the Act.
Under section 16 of the Act you may wish to ask for one year alone.
""",
        {
            "forces": ["hampshire"],
            "reference": "HC/006613/22",
            "date_received": date(2022, 10, 10),
            "date_replied": date(2022, 11, 7),
            "status": "partial",
            "exemptions": ["s12(1)"],
            "answers": ["61 investigations were located."],
        },
    ),
    "south yorkshire nil short": (
        """
South Yorkshire Police
Freedom of Information Request - Reference No: 20222871
REQUEST
1) How many complaints have been upheld against police officers over TikTok videos since it was launched? 2) What were the sanctions?
RESPONSE
I approached our Professional Standards Department for assistance with your request. They have provided the following response:
1) Zero
2) Not applicable, please see the answer to question 1.
Date of Response: 19th October 2022
I trust this satisfies your request; however if you are not satisfied you may contact us within 40 working days.
""",
        {
            "forces": ["south-yorkshire"],
            "reference": "20222871",
            "date_received": None,
            "date_replied": date(2022, 10, 19),
            "status": "nil",
            "exemptions": [],
        },
    ),
    "wiltshire full refusal unable to identify": (
        """
Wiltshire Police Freedom of Information
London Road, Devizes
FOI 2022/847
27 September 2022
Dear Ms Jarvis
I write further to your email of 30th August 2022 in which you made the following request under the Freedom of Information Act:
Since 2017, how many officers have been investigated for misconduct involving private messages?
How many kept their jobs?
First and foremost I must apologise that this response has taken longer than it should.
Whilst the force holds misconduct records there is no searchable field for private messages. 1,184 conduct cases have been finalised since 2017 and a person would need to open each and every one. We have sampled 10 cases, which took 9 minutes apiece, so the whole task comes to approximately 177 hours.
Accordingly this request is refused by virtue of s12(1), Cost of Compliance.
We are obliged to offer advice under s16. Narrowing the request to officers barred after a public hearing could well bring it within the limit.
In the absence of further contact from you within 20 working days we shall treat the matter as closed.
""",
        {
            "forces": ["wiltshire"],
            "reference": "FOI 2022/847",
            "date_received": date(2022, 8, 30),
            "date_replied": date(2022, 9, 27),
            "status": "refused",
            "exemptions": ["s12(1)"],
            "answers": [],
        },
    ),
    "leicestershire s22 s21 with link": (
        """
Leicestershire Police
Force Headquarters, St Johns, Enderby
Our reference: 5122/22 (please quote in all correspondence)
Date received: 01 November 2022   Date responded: 29 November 2022
Dear Sir/Madam
Your request for information:
Number of misconduct hearings held because of online conduct, 2018 to 2022 to date.
Our response:
The details of hearings in 2018 to 2021 are already in the public domain on our website at www.leics.police.uk/hearings and are therefore exempt under Section 21 of the Freedom of Information Act (information accessible by other means).
Hearings in 2022 will be published in our annual report in March 2023. Section 22(1) (information intended for future publication) therefore applies to that element.
Section 22 is a qualified exemption. Public interest favours publishing all the figures together.
This letter acts as a refusal notice under Section 17(1) of the Act.
""",
        {
            "forces": ["leicestershire"],
            "reference": "5122/22",
            "date_received": date(2022, 11, 1),
            "date_replied": date(2022, 11, 29),
            "status": "refused",
            "exemptions": ["s21", "s22(1)"],
            "answers": [],
        },
    ),
    "warwickshire disclosure log page": (
        """
# FOI request 008821/22
Officers disciplined for online messages
Request received: 03/10/2022
Response sent: 31/10/2022
Outcome: Partially exempt
# You asked
For the years 2020 and 2021 please tell me how many Warwickshire officers were
i. given management action
ii. given a written warning
iii. dismissed
over something they sent or posted online. Also whether any undercover officers were among them.
# We said
i. 2020 - 3, 2021 - 5
ii. 2020 - 1, 2021 - nil
iii. None in either year.
With regard to undercover officers, Warwickshire Police neither confirms nor denies that it holds any information by virtue of Section 31(3) of the Act.
# Notes
Figures come from Centurion and count an officer once for each investigation.
Last updated: 4 November 2022
""",
        {
            "forces": ["warwickshire"],
            "reference": "008821/22",
            "date_received": date(2022, 10, 3),
            "date_replied": date(2022, 10, 31),
            "status": "partial",
            "exemptions": ["s31(3)"],
            "answers": ["2020 - 3, 2021 - 5", "2020 - 1, 2021 - nil", "None in either year."],
        },
    ),
    "sussex clarification by mail": (
        """
From: foi@sussex.police.uk
Sent: 11 August 2022 09:14
To: Requester
Subject: RE: Freedom of Information request - FOI 1788/22 - social media conduct
Good morning,
Many thanks for your email of 10 August 2022, a copy of which is below.
Before we can look at this any further we need to know a little more. By "officers" do you also mean staff, PCSOs and volunteers? And is "investigated" to include cases assessed as 0 - not misconduct?
The 20 working day clock is paused and will start again when your answer reaches us.
Best wishes
FOI Team, Sussex Police
-----Original Message-----
From: Requester
Sent: 10 August 2022 18:02
I would like to know how many officers have been investigated for WhatsApp messages since 2017. A newspaper said 14 officers were dismissed.
""",
        {
            "forces": ["sussex"],
            "reference": "FOI 1788/22",
            "date_received": date(2022, 8, 10),
            "date_replied": date(2022, 8, 11),
            "status": "clarification",
            "exemptions": [],
            "answers": [],
        },
    ),
    "greater manchester correction": (
        """
GREATER MANCHESTER POLICE
Information Management, Openshaw Complex
Date: 1 February 2023
Reference: FOI 3027/22/B - revised response
Dear Mr Osei
I refer to your request of 17 October 2022 and to our response of 14 November 2022 (our reference FOI 3027/22/A), in which you were told that 44 officers had been investigated and 9 dismissed.
On checking the figures for another purpose we noticed that cases about police staff had been counted. The response of 14 November is withdrawn and should not be relied on.
You asked: "Please provide the number of officers investigated since 2017 for conduct on social media and the number dismissed."
The correct position is that 31 officers were investigated, of whom 6 were dismissed.
We are sorry for the error.
""",
        {
            "forces": ["greater-manchester"],
            "reference": "FOI 3027/22/B",
            "date_received": date(2022, 10, 17),
            "date_replied": date(2023, 2, 1),
            "status": "full",
            "exemptions": [],
            "corrects": True,
            "answers": ["The correct position is that 31 officers were investigated, of whom 6 were dismissed."],
        },
    ),
    "scotland excessive cost": (
        """
^ OFFICIAL
Our Ref: 22-2518
18 November 2022
Freedom of Information (Scotland) Act 2002
I refer to your recent request which was received by Police Scotland on 24 October 2022.
Your questions are replicated below, together with our response to each.
How many officers have been reported to PIRC or Professional Standards in respect of WhatsApp content since 1 April 2017?
In response to this part of your request, I must advise you that it would prove too costly to comply. In terms of section 16(1) of the Act, Section 12(1) - Excessive Cost of Compliance - applies.
There are some 9,400 complaint files and each would have to be read. I estimate 3 minutes a file, a cost well in excess of the £600 limit.
How many officers have been dismissed following a gross misconduct hearing in the same period?
I can confirm that 21 officers were dismissed.
Do you hold a policy on WhatsApp?
Police Scotland does not hold a policy on WhatsApp and section 17 of the Act therefore applies.
""",
        {
            "regime": "FOISA",
            "forces": ["police-scotland"],
            "reference": "22-2518",
            "date_received": date(2022, 10, 24),
            "date_replied": date(2022, 11, 18),
            "status": "partial",
            "exemptions": ["s12(1)"],
            "answers": ["I can confirm that 21 officers were dismissed."],
        },
    ),
    "cambridgeshire set as a table": (
        """
| Cambridgeshire Constabulary | |
| FOI reference | FOI2022/03977 |
| Date request received | 26/08/2022 |
| Date of reply | 23/09/2022 |
| Your request | How many officers have been disciplined for comments made online about the public, by year since 2017? |
| Our response | We can confirm that the information is held. There have been no officers disciplined in this period. |
| Exemptions applied | None |
""",
        {
            "forces": ["cambridgeshire"],
            "reference": "FOI2022/03977",
            "date_received": date(2022, 8, 26),
            "date_replied": date(2022, 9, 23),
            "status": "nil",
            "exemptions": [],
            "answers": ["There have been no officers disciplined in this period."],
        },
    ),
    "west mercia attachments and key": (
        """
West Mercia Police
Information Access, Hindlip Hall, Worcester
Tel: 01905 331565
In reply please quote ref: 13877
5th December, 2022
Dear Enquirer
RE: YOUR REQUEST FOR INFORMATION
Thank you for your enquiry of 7th November 2022. We note that you seek:
"Any and all cases of officers disciplined for social media use from 2017, with rank, year and result."
West Mercia hold the attached data: please open the file named 13877 Data.xlsx. Names, ages and collar numbers have been removed since to supply them would contravene data protection legislation; they are exempt under s40(2).
In the file:
WA means words of advice, RP reflective practice, and FW final written warning. A dot (.) shows that nothing was recorded. Counts of three or fewer are shown as ≤3.
The figures relate to officers, by the year in which the matter was concluded, and cover the period from 1 January 2017 to 31 October 2022.
Kind regards
""",
        {
            "forces": ["west-mercia"],
            "reference": "13877",
            "date_received": date(2022, 11, 7),
            "date_replied": date(2022, 12, 5),
            "status": "partial",
            "exemptions": ["s40(2)"],
            "attachment": True,
            "answers": [],
            "measure": "officers",
            "year_event": "finalised",
            "period_start": date(2017, 1, 1),
            "period_end": date(2022, 10, 31),
        },
    ),
    "norfolk numbered inline answers": (
        """
Norfolk Constabulary
Freedom of Information Request Reference No: FOI 004118/22
I write in connection with your request for information received by Norfolk Constabulary on 21 September 2022 in which you sought access to the following information:
1 How many officers were the subject of misconduct proceedings for social media use in each of the last three financial years?
2 How many of these were dismissed?
Response to your Request
The response provided below is correct as of 12 October 2022.
Norfolk Constabulary has considered your request for information and the response is below.
1 In 2019/20 there were 4 officers, in 2020/21 there were 7 and in 2021/22 there were 5.
2 One officer was dismissed.
The law requires us to say that this response will be published on our disclosure log.
""",
        {
            "forces": ["norfolk"],
            "reference": "FOI 004118/22",
            "date_received": date(2022, 9, 21),
            "date_replied": None,
            "status": "full",
            "exemptions": [],
            "answers": [
                "In 2019/20 there were 4 officers, in 2020/21 there were 7 and in 2021/22 there were 5.",
                "One officer was dismissed.",
            ],
        },
    ),
    "bedfordshire not held two parts": (
        """
^ Bedfordshire Police
Bedfordshire, Cambridgeshire and Hertfordshire Information Management Department
[ FOI2022/05120 ]
14/11/2022
Dear Ms Patel,
FREEDOM OF INFORMATION REQUEST: FOI2022/05120
Thank you for your request received on 17/10/2022, which was as below.
Request:
Please list the apps used by officers who were disciplined. Please say whether each account was private.
Response:
It has been established that no information is held by Bedfordshire Police. The Professional Standards Department does not record the app or the privacy of an account.
This response reflects information available as at 14/11/2022.
Information Management Team
""",
        {
            "forces": ["bedfordshire"],
            "reference": "FOI2022/05120",
            "date_received": date(2022, 10, 17),
            "date_replied": date(2022, 11, 14),
            "status": "not_held",
            "exemptions": [],
            "answers": [],
        },
    ),
    "surrey ack with fee": (
        """
Surrey Police
PO Box 101 Guildford
Our Ref: 11-22-3391
2 December 2022
Dear Mr Hall,
Thank you for your request for information, which reached us on 1 December 2022. It has been passed to the appropriate department for a response.
You can expect to hear from us by 4 January 2023, which is the twentieth working day.
In some circumstances a fee may be payable; if that is so we shall let you know.
""",
        {
            "forces": ["surrey"],
            "reference": "11-22-3391",
            "date_received": date(2022, 12, 1),
            "date_replied": date(2022, 12, 2),
            "status": "acknowledgement",
            "exemptions": [],
            "answers": [],
        },
    ),
    "psni pit long": (
        """
Police Service of Northern Ireland
Request Number: F-2022-02740
Keyword: Human Resources, Discipline
Request
Between January 2017 and December 2021, how many PSNI officers were suspended over WhatsApp groups, and what are their names?
Answer
Your request for information below has now been considered. In respect of Section 1(1)(a) of the Act we can confirm that the Police Service of Northern Ireland does hold some information to which your request relates. The decision has been taken to partially disclose this to you.
Seven officers were suspended.
We consider the remaining information you seek in relation to names is fully exempt by virtue of sections 40(2)(a)(b) by virtue of 40(3)(A)(a) of FOIA.
Should you have any queries please telephone 028 9070 0164.
""",
        {
            "forces": ["northern-ireland"],
            "reference": "F-2022-02740",
            "status": "partial",
            "answers": ["Seven officers were suspended."],
        },
    ),
    "lincs nil by mail": (
        """
From: Freedom of Information <foi@lincs.police.uk>
Date: Tue, 6 Sep 2022 at 15:41
Subject: FOI 004417/22
Dear Requestor,
I have been asked to reply to your e-mail of 9 August.
Lincolnshire Police has carried out a search of Centurion using the terms you gave us. The search returned no results for officers for any of the years.
Therefore, the answer to each of your questions is nil.
Regards,
Information Sharing Officer
Lincolnshire Police
""",
        {
            "forces": ["lincolnshire"],
            "reference": "FOI 004417/22",
            "date_replied": date(2022, 9, 6),
            "status": "nil",
            "exemptions": [],
        },
    ),
    "cumbria mixed exemptions listed": (
        """
Constabulary Headquarters, Carleton Hall, Penrith
Cumbria Constabulary
Our ref: 1077/22
Date: Friday, 30th September 2022
Dear Sir or Madam
Request for information under FOIA 2000
You contacted us on Monday, 5th September 2022 with the following questions:
Q1 Number of officers investigated for use of dating apps
Q2 Names of the apps
Q3 Covert tactics used to detect them
A1 6
A2 Tinder, Grindr and Bumble.
A3 The Constabulary is not obliged to supply this information. The exemptions that apply are:
s31(1)(a)(b) Law Enforcement
s24(1) National Security
In addition, Cumbria Constabulary neither confirms nor denies that it holds any other information under s23(5), s24(2) and s31(3).
""",
        {
            "forces": ["cumbria"],
            "reference": "1077/22",
            "date_received": date(2022, 9, 5),
            "date_replied": date(2022, 9, 30),
            "status": "partial",
            "exemptions": ["s31(1)(a)", "s31(1)(b)", "s24(1)", "s23(5)", "s24(2)", "s31(3)"],
            "answers": ["6"],
        },
    ),
    "merseyside internal review": (
        """
Merseyside Police
JS/IR 88/22
11 January 2023
INTERNAL REVIEW - FREEDOM OF INFORMATION ACT
Dear Mr Wray
I write further to your correspondence of 12 December 2022 in which you asked for an internal review of the response given to you on 30 November 2022 (DJ 288/22).
Original request
How many officers have been given a reflective practice outcome for texts?
Original response
The request was refused under Section 12(1) as it would exceed 18 hours.
Review
I have examined the request afresh. I find that a narrower search is possible and that Section 12 was wrongly applied. I therefore overturn that decision.
13 officers were given a reflective practice outcome between 2020 and 2022.
""",
        {
            "forces": ["merseyside"],
            "date_replied": date(2023, 1, 11),
            "status": "full",
            "exemptions": [],
            "answers": ["13 officers were given a reflective practice outcome between 2020 and 2022."],
        },
    ),
    "devon list with percent": (
        """
Devon & Cornwall Police
Freedom of Information Act Request No: 006910/22
Received 24.10.2022 Replied 21.11.2022
You asked:
Since 2017 how many police officers were found to have breached the Standards of Professional Behaviour through online posts?
Our reply:
A total of 48 officers were found to have breached the standards. That is 1.4% of the 3,500 officers in the force.
Of these 48: 20 were given words of advice, 15 management action, 8 a written warning, 4 a final written warning and 1 was dismissed.
The force would point out that it has a further 6 investigations under way.
""",
        {
            "forces": ["devon-and-cornwall"],
            "reference": "006910/22",
            "date_received": date(2022, 10, 24),
            "date_replied": date(2022, 11, 21),
            "status": "full",
            "exemptions": [],
            "answers": [
                "A total of 48 officers were found to have breached the standards.",
                "Of these 48: 20 were given words of advice, 15 management action, 8 a written warning, 4 a final written warning and 1 was dismissed.",
                "The force would point out that it has a further 6 investigations under way.",
            ],
        },
    ),
    "dyfed welsh letter": (
        """
Heddlu Dyfed-Powys Police
Cyfeirnod: 1163/2022
Dyddiad: 14eg o Dachwedd 2022
Annwyl Syr/Madam
Dear Sir/Madam
Thank you for your request, which was received on the 17eg Hydref 2022:
"For 2021 only, how many officers were investigated for racist posts?"
Dyfed-Powys Police conducted 2 such investigations in 2021. The outcome of both was 'No case to answer'.
Yn gywir
""",
        {
            "forces": ["dyfed-powys"],
            "reference": "1163/2022",
            "date_received": date(2022, 10, 17),
            "date_replied": date(2022, 11, 14),
            "status": "full",
            "exemptions": [],
            "answers": [
                "Dyfed-Powys Police conducted 2 such investigations in 2021.",
                "The outcome of both was 'No case to answer'.",
            ],
        },
    ),
    "kent vexatious": (
        """
Kent Police, Corporate Services
Reference: 22/09/1777
Date: 13.10.22
Dear Requester
I acknowledge your request of 19 September 2022.
You have submitted 41 requests since March 2022 on this subject. Kent Police considers that this request forms part of a campaign.
Section 14(1) of the Act says that section 1(1) does not oblige a public authority to comply with a request if it is vexatious. Having regard to the above the request is deemed vexatious and this letter is a refusal notice. Kent Police will not reply to any more requests on this subject, as permitted by section 17(6).
""",
        {
            "forces": ["kent"],
            "reference": "22/09/1777",
            "date_received": date(2022, 9, 19),
            "date_replied": date(2022, 10, 13),
            "status": "refused",
            "exemptions": ["s14(1)"],
            "answers": [],
        },
    ),
    "two column head": (
        """
Suffolk Constabulary
| Our Ref: | FOI 004112/22 |
| Your Ref: | WDTK-8891 |
| Date: | 4th October 2022 |
| Contact: | Information Compliance |
| Tel: | 01473 613888 |
Dear Mr Patel
FREEDOM OF INFORMATION ACT 2000
I refer to your request for information dated 6th September 2022, in which you asked:
How many officers were disciplined for posts on social media in each of the calendar years 2017 to 2021?
The answer to your question is as follows. These figures count officers, by the calendar year in which the matter was recorded.
| Year | Officers |
| 2017 | 3 |
| 2018 | 4 |
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["suffolk"],
            "reference": "FOI 004112/22",
            "date_received": date(2022, 9, 6),
            "date_replied": date(2022, 10, 4),
            "status": "full",
            "exemptions": [],
            "year_basis": "calendar",
            "year_event": "recorded",
            "measure": "officers",
        },
    ),
    "ncnd with partial": (
        """
Essex Police
FOI Ref: 17712
Date: Monday 3 October 2022
Dear Requester,
Thank you for your request, received 5 September 2022.
1. How many officers were investigated?
2. How many are subject to covert monitoring of their messages?
In response to question 1, 23 officers were investigated between 2017 and 2021.
In respect of question 2, Essex Police neither confirms nor denies that it holds information by virtue of Section 31(3) Law Enforcement.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["essex"],
            "reference": "17712",
            "date_received": date(2022, 9, 5),
            "date_replied": date(2022, 10, 3),
            "status": "partial",
            "exemptions": ["s31(3)"],
        },
    ),
    "internal review upheld": (
        """
Avon and Somerset Police
Our reference: 2022/1893 IR
Original request reference: 2022/1893
Date: 15/11/2022
Dear Ms Hart
INTERNAL REVIEW
I write in response to your e-mail of 20/10/2022 in which you asked for a review of our response to your request.
Having reviewed the handling of your request, I uphold the original decision to refuse your request under section 12(1) of the Act.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["avon-and-somerset"],
            "reference": "2022/1893 IR",
            "date_replied": date(2022, 11, 15),
            "status": "refused",
            "exemptions": ["s12(1)"],
        },
    ),
    "welsh bilingual": (
        """
HEDDLU GWENT POLICE
Ein Cyf / Our Ref: 2022/27641
Dyddiad / Date: 7 Hydref 2022
Eich Cyf / Your Ref: AB/1
Annwyl Syr / Dear Sir
Deddf Rhyddid Gwybodaeth 2000 / Freedom of Information Act 2000
I write in response to your request for information received on 9 Medi / September 2022.
1. How many officers were investigated?
Gwent Police can confirm that 19 officers were investigated in the financial years 2017/18 to 2021/22.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["gwent"],
            "reference": "2022/27641",
            "date_received": date(2022, 9, 9),
            "date_replied": date(2022, 10, 7),
            "status": "full",
            "exemptions": [],
            "year_basis": "financial",
        },
    ),
    "partial by question": (
        """
Nottinghamshire Police
Our Ref: 005512/22
11 October 2022
Dear Sir or Madam
Request under the Freedom of Information Act 2000 received 13 September 2022
1. How many officers were investigated in each year?
2. What platform was used?
3. What was the age of each officer?
Response
1. 2019 - 8; 2020 - 6; 2021 - 11.
2. WhatsApp 15, Facebook 8, Instagram 2.
3. No information is held for question 3.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["nottinghamshire"],
            "reference": "005512/22",
            "date_received": date(2022, 9, 13),
            "date_replied": date(2022, 10, 11),
            "status": "partial",
            "exemptions": [],
        },
    ),
    "correction disregard": (
        """
Sussex Police
Our reference: FOI/2022/0812R
1 November 2022
Dear Mr Lane
Please disregard our earlier reply (FOI/2022/0812) of 4 October 2022, which contained an error. The corrected response to your request received on 6 September 2022 is below.
Sussex Police can confirm that 27 officers were investigated between 2017 and 2022.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["sussex"],
            "reference": "FOI/2022/0812R",
            "date_received": date(2022, 9, 6),
            "date_replied": date(2022, 11, 1),
            "status": "full",
            "exemptions": [],
            "corrects": True,
        },
    ),
    "interim part 1 of 2": (
        """
Lancashire Constabulary
Our reference: DPO/FOI/004001/22
Our date: 6th October 2022
Dear Applicant
This is the first part of our response to your request received on 8th September 2022; the outcomes will follow in due course.
In the period 1 January 2017 to 8 September 2022 there were 52 officers investigated.
""",
        {
            "forces": ["lancashire"],
            "reference": "DPO/FOI/004001/22",
            "date_received": date(2022, 9, 8),
            "date_replied": date(2022, 10, 6),
            "instalment": True,
        },
    ),
    "ico ref and complaint numbers": (
        """
Gwent Police
Your reference: IC-198221-X2B4
Our reference: 2022/28110
25 November 2022
Dear Mr Owen
Following the Information Commissioner's decision notice (ref. IC-198221-X2B4) we now provide the number that you asked for on 3 August 2022. The earlier request (ref 2022/26114) was refused under section 12(1). Section 12(1) is no longer relied on.
Six officers were given final written warnings.
""",
        {
            "forces": ["gwent"],
            "reference": "2022/28110",
            "date_received": date(2022, 8, 3),
            "date_replied": date(2022, 11, 25),
            "status": "full",
            "exemptions": [],
        },
    ),
    "withdrawn by s1(3) unanswered": (
        """
Cumbria Constabulary
Reference Number: 612/22
Date: 14 October 2022
Dear Mr Dunn
On 9 September 2022 we received your request and on 12 September 2022 we wrote asking you to clarify what you meant by 'conduct'. As we have not heard from you we have closed your request. It is treated as withdrawn.
Yours sincerely
Disclosure Unit
""",
        {
            "forces": ["cumbria"],
            "reference": "612/22",
            "date_received": date(2022, 9, 9),
            "date_replied": date(2022, 10, 14),
            "status": "clarification",
            "exemptions": [],
        },
    ),
    "legend 1 to 4": (
        """
Surrey Police
Ref 150-22-9921
Date of response 27 September 2022
Dear Requester
Request dated 30 August 2022
The table shows the number of officers investigated, by the year in which the case was finalised.
| Year | Officers |
| 2017 | <5 |
| 2018 | 0 |
| 2019 | * |
Figures of one to four are shown as <5. An asterisk means that the number is between 5 and 9. A zero is shown as 0.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["surrey"],
            "reference": "150-22-9921",
            "date_received": date(2022, 8, 30),
            "date_replied": date(2022, 9, 27),
            "year_event": "finalised",
            "measure": "officers",
            "legend": {"<5": ("suppressed", 1, 4), "*": ("suppressed", 5, 9)},
        },
    ),
    "event sentence with officers unit": (
        """
Staffordshire Police
Ref: 14883
05/10/2022
Dear Requester
You asked on 7 September 2022 for the number of officers investigated over social media.
The figures below are the number of officers subject to an investigation. Cases are shown by the financial year in which they were recorded and not when the conduct occurred.
| 2019/20 | 7 |
| 2020/21 | 9 |
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["staffordshire"],
            "reference": "14883",
            "date_received": date(2022, 9, 7),
            "date_replied": date(2022, 10, 5),
            "status": "full",
            "measure": "officers",
            "year_event": "recorded",
            "year_basis": "financial",
        },
    ),
    "no officers but staff": (
        """
City of London Police
Our Ref: COL/22/988
Dated 12 October 2022
Dear Applicant
Thank you for your request, which reached us on 14 September 2022.
No police officers have been dismissed in that time. Two members of police staff were dismissed.
""",
        {
            "forces": ["city-of-london"],
            "reference": "COL/22/988",
            "date_received": date(2022, 9, 14),
            "date_replied": date(2022, 10, 12),
            "status": "full",
            "exemptions": [],
        },
    ),
    "s22": (
        """
Cleveland Police
Our Ref: 14011/2022
23/09/22
Dear Applicant
RE: Request for Information received 26/08/22
The information you have asked for is intended for future publication in our annual misconduct report and is therefore exempt under Section 22(1) FOIA.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["cleveland"],
            "reference": "14011/2022",
            "date_received": date(2022, 8, 26),
            "date_replied": date(2022, 9, 23),
            "status": "refused",
            "exemptions": ["s22(1)"],
        },
    ),
    "s12 with goodwill figures": (
        """
Merseyside Police
Our Reference: FOI DJ/3312/22
Date: 5 October 2022
Dear Sir
I write in connection with your request dated 7 September 2022 concerning officers and social media.
The cost of answering would exceed the appropriate limit of 18 hours and section 12(1) applies.
As a gesture of goodwill, and without setting a precedent, I can tell you that 11 officers were dismissed between 2017 and 2021 following misconduct of this kind.
If you are dissatisfied with this response you may request an internal review within 40 working days. You may also complain to the Information Commissioner, Wycliffe House, Water Lane, Wilmslow SK9 5AF.""",
        {
            "forces": ["merseyside"],
            "reference": "FOI DJ/3312/22",
            "date_received": date(2022, 9, 7),
            "date_replied": date(2022, 10, 5),
            "status": "partial",
            "exemptions": ["s12(1)"],
        },
    ),
    "re line": (
        """
Humberside Police
Date: 3rd of Oct. 2022
Dear Ms Bond
Re: FOI request F-2022-02231 - police officers' social media conduct
I write in connection with your request for information dated 5th of Sept. 2022.
In total, 44 allegations were recorded against officers between 2017 and 2021.
""",
        {
            "forces": ["humberside"],
            "reference": "F-2022-02231",
            "date_received": date(2022, 9, 5),
            "date_replied": date(2022, 10, 3),
            "status": "full",
            "measure": "allegations",
        },
    ),
}
