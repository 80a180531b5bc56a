"""What the demo's staff writes: notes, mails, opinions, to-dos. No word in it is about a real person."""

NOTES = {
    "screen": (
        "Clear, short letter. Knows the product: the mother wears the previous model.",
        "Solid path, two moves in ten years. Ask about the gap in spring, no more.",
        "Strong on paper. Pay expectation is near the top of our range.",
        "Unusual background, exactly what the last retrospective asked for.",
        "Good, but would need a visa for Germany: check with Cleo how long that takes.",
        "Hugo knows the former team and thinks highly of it.",
    ),
    "call": (
        "Half an hour on the phone. Calm, precise, asks good questions. Wants to start in two months at the earliest.",
        "Called, very friendly. Looks for four days a week; that is possible in this team.",
        "Spoke about pay: our range fits. Second process with another firm, answer expected there in ten days.",
        "Listens more than talks, which I liked. English excellent, German B1 and learning.",
        "Line was bad, we switched to video. Explained fixed point to me in three sentences.",
        "Not sure about moving. Partner works in Hamburg; remote three days would settle it.",
    ),
    "meeting": (
        "Afternoon with the team. Found the bug we had hidden and one we had not.",
        "Team conversation went well, Ines would like to work together tomorrow rather than next month.",
        "Good conversation, though answers stayed general when it came to own decisions.",
        "Warm with the wearers who came by. That is hard to learn, so it counts.",
        "Trial in the practice: patient, exact, took notes. Jonas agrees.",
    ),
    "lead": (
        "Met at the hearing congress, stayed for an hour at our table. Happy where they are, until next summer.",
        "Recommended by two people independently. Wrote a short mail, friendly answer.",
        "Would come back for a lead role. Not before the parental leave ends in autumn.",
        "Knows everything about feedback cancellation. Do not lose sight of this person.",
        "Wants to see the lab. Invited for the open day in spring.",
        "Prefers Vienna over Berlin. Remember when the practice grows.",
    ),
}  # fmt: skip
REJECTION_NOTES = ("", "", "", "Friendly person, wrong moment.", "Would suit the support team later on.", "Keep in mind for Lyon.")
OPINIONS = {
    "yes": ("Strong. I would like to talk about the last project in depth.", "Yes, exactly the experience we lack.",
            "Convincing, and the letter made me laugh.", "Yes. Short path, but everything in it counts."),
    "talk": ("Not sure about depth. Half an hour would tell.", "Good, but is it the right level? Let us talk.",
             "Interesting background. I would ask about teamwork first."),
    "no": ("Too far away from hardware.", "I miss anything with real users.", "Good person, but we need more practice here."),
}  # fmt: skip
OPINION_WORDS = (
    "Could you look at these before Thursday? The first two already have other offers.",
    "Please a first impression, yes or no is enough.",
    "I am torn about one of them. What do you think?",
    "",
)
INVITATIONS = {
    "en": (
        "Shall we talk about {job}?",
        "Thank you for your application. We read it with pleasure and would like to get to know you.\n\n"
        "Would a call of half an hour suit you this week, between nine and five? Send me two times that work, "
        "and I will confirm one of them. On our side it will be {lead} and, if you like, somebody of the team.\n\n"
        "Looking forward to it",
    ),
    "de": (
        "Wollen wir über {job} sprechen?",
        "Vielen Dank für Ihre Bewerbung. Wir haben sie gern gelesen und möchten Sie kennenlernen.\n\n"
        "Passt Ihnen diese Woche ein Telefonat von einer halben Stunde, zwischen neun und fünf? Nennen Sie mir zwei Zeiten, "
        "ich bestätige eine davon. Von uns ist {lead} dabei und, wenn Sie mögen, jemand aus dem Team.\n\n"
        "Wir freuen uns darauf",
    ),
}
OFFER_WORDS = (
    "We enjoyed every hour with you and would like you on the team. If something is unclear, call me: there is no hurry "
    "before the date above."
)
WITHDRAWALS = ("", "", "I have accepted another offer. Thank you for the friendly process.", "We are staying in Lisbon after all.",
               "My employer has offered me four days a week.")  # fmt: skip
DECLINES = "The move to Berlin does not work for my family this year. I would love to hear from you again."
TODOS_DONE = ("Call back about the start date", "Send the team page", "Ask for the certificate", "Book the small room", "Check the references")
TODOS_OPEN = {
    "ada": ((-2, "Call {name} about the start date"), (0, "Send {name} the exercise for the lab afternoon"),
            (0, "Collect two dates of the team for {name}"), (1, "Ask {name} for the certificate of the last employer"),
            (3, "Prepare the offer for {name} with Hugo"), (9, "Ask {name} again: parental leave ends")),
    "tomas": ((-1, "Answer {name}: question about shifts"), (0, "Invite {name} to the trial shift"),
              (0, "Tell {name} about the group interview on Thursday"), (2, "Check with Salma whether {name} fits Lyon"),
              (6, "Come back to {name} after the holidays")),
    "cora": ((0, "Book the lab for the afternoon with {name}"), (1, "Send {name} the way to the office"),
             (4, "Ask {name} about access needs for the visit")),
    "hugo": ((0, "Read the code sample of {name}"), (2, "Write down what convinced us about {name}")),
    "salma": ((0, "Call Lyon about the day with {name}"), (5, "Talk to Jonas about {name}")),
    "ines": ((1, "Prepare the listening exercise for {name}"),),
    "jonas": ((0, "Messkabine für {name} vorbereiten"),),
}  # fmt: skip
TAGS = ("silver medallist", "relocates", "part time", "returner", "speaks at meetups", "knows our product", "visa needed")
"""Put on people by recruiters."""
SOURCES = ("", "", "", "LinkedIn", "LinkedIn", "Indeed", "StepStone", "Referral", "Hearing Care Days", "newsletter", "Welcome to the Jungle")
"""Where applications come from; empty is the careers site itself."""
